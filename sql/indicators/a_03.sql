-- code: A-03
-- version: 1
-- title: Доля обращений, переадресованных с нарушением срока
-- title_en: Share of appeals forwarded late
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата переадресации
-- channels: all except incident, pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: 59-ФЗ, ст. 8 ч. 3
-- formula: из переадресованных в периоде: переадресованные позже 7 дней со дня регистрации
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_transferred AND transferred_on > forwarding_due_on) AS numerator,
    count(*) FILTER (WHERE in_transferred) AS denominator
FROM message_in_quarter
WHERE legal_regime = 'FZ59'
