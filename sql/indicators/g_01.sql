-- code: G-01
-- version: 1
-- title: Доля организаций, имеющих действующую официальную страницу
-- title_en: Share of organisations with an active official page
-- unit: %
-- kind: share
-- direction: higher
-- anchor: конец периода
-- channels: pages
-- additive: slices
-- owner: ЦУР
-- basis: 270-ФЗ
-- formula: из организаций, обязанных вести страницу: ведут и опубликовали хотя бы одно сообщение за последние
--     30 дней периода
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE is_obliged AND is_kept AND posts >= 1) AS numerator,
    count(*) FILTER (WHERE is_obliged AND (posts IS NOT NULL OR NOT is_kept)) AS denominator,
    count(*) FILTER (WHERE is_obliged AND is_kept AND posts IS NULL) AS n_unknown
FROM organisation_in_quarter
