-- code: S-03
-- version: 1
-- title: Доля сообщений с нарушением срока ответа
-- title_en: Share of messages answered late
-- unit: %
-- kind: share
-- direction: lower
-- anchor: срок ответа
-- channels: all except pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: Постановление № 332, II.3
-- formula: сообщения, срок ответа по которым (с учётом своевременного продления) истёк в периоде; нарушение: до
--     конца периода ответа нет или он дан позже срока; переданные, отозванные, оставленные без ответа до срока не
--     входят
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_due AND is_late) AS numerator,
    count(*) FILTER (WHERE in_due) AS denominator
FROM message_in_quarter
