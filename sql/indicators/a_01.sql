-- code: A-01
-- version: 1
-- title: Доля обращений, рассмотренных с нарушением срока
-- title_en: Share of appeals considered late
-- unit: %
-- kind: share
-- direction: lower
-- anchor: срок рассмотрения
-- channels: all except incident, pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: 59-ФЗ, ст. 12
-- formula: обращения, срок ответа по которым (с учётом своевременного продления) истёк в периоде; нарушение: до
--     конца периода ответа нет или он дан позже срока; переданные, отозванные, оставленные без ответа до срока не
--     входят; срок 30 дней со дня регистрации, без переноса с выходного
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_due AND is_late) AS numerator,
    count(*) FILTER (WHERE in_due) AS denominator
FROM message_in_quarter
WHERE legal_regime = 'FZ59'
