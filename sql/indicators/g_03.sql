-- code: G-03
-- version: 1
-- title: Доля активных недель
-- title_en: Share of active weeks
-- unit: %
-- kind: share
-- direction: higher
-- anchor: недели периода
-- channels: pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика Амурской области
-- formula: из недель ведущихся страниц с известным числом публикаций: не менее 3 публикаций
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE posts >= 3) AS numerator,
    count(*) FILTER (WHERE posts IS NOT NULL) AS denominator,
    count(*) FILTER (WHERE posts IS NULL) AS n_unknown
FROM page_week_in_quarter
