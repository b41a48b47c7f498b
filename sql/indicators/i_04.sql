-- code: I-04
-- version: 1
-- title: Доля отложенных инцидентов с нарушением срока окончательного ответа
-- title_en: Share of postponed incidents whose final answer is late
-- unit: %
-- kind: share
-- direction: lower
-- anchor: срок окончательного ответа
-- channels: incident
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика Севастополя
-- formula: инциденты, у которых в периоде истекли 7 рабочих дней после промежуточного ответа; нарушение: до
--     конца периода окончательного ответа нет или он дан позже
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_final_due AND is_final_late) AS numerator,
    count(*) FILTER (WHERE in_final_due) AS denominator
FROM message_in_quarter
WHERE channel = 'incident'
