-- code: I-02
-- version: 1
-- title: Доля инцидентов с нарушением норматива
-- title_en: Share of incidents beyond the norm
-- unit: %
-- kind: share
-- direction: lower
-- anchor: срок первого ответа
-- channels: incident
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика ЦУР
-- formula: инциденты, срок ответа по которым (с учётом своевременного продления) истёк в периоде; нарушение: до
--     конца периода ответа нет или он дан позже срока; переданные, отозванные, оставленные без ответа до срока не
--     входят; ответ: первый опубликованный
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_due AND is_late) AS numerator,
    count(*) FILTER (WHERE in_due) AS denominator
FROM message_in_quarter
WHERE channel = 'incident'
