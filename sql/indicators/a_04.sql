-- code: A-04
-- version: 1
-- title: Доля обращений с продлением срока
-- title_en: Share of appeals with an extended term
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата решения о продлении
-- channels: all except incident, pages
-- additive: slices
-- owner: ЦУР
-- basis: 59-ФЗ, ст. 12 ч. 2
-- formula: из находившихся на рассмотрении в периоде (зарегистрированных в нём или не завершённых к его
--     началу): продлённые решением в периоде; продлённые без даты решения не входят
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE (in_reg OR was_open_before) AND in_extended AND NOT is_extension_undated) AS numerator,
    count(*) FILTER (WHERE (in_reg OR was_open_before) AND NOT is_extension_undated) AS denominator,
    count(*) FILTER (WHERE (in_reg OR was_open_before) AND is_extension_undated) AS n_unknown
FROM message_in_quarter
WHERE legal_regime = 'FZ59'
