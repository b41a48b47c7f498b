-- code: G-02
-- version: 1
-- title: Средний индекс выполнения требований к странице
-- title_en: Mean index of meeting the requirements to a page
-- unit: балл
-- kind: mean
-- divide_by: 648648
-- direction: higher
-- anchor: недели периода
-- channels: pages
-- additive: slices
-- owner: ЦУР
-- basis: методика «Светофор», Амурская область
-- formula: сумма по страницам среднего недельного балла (0–100: подключение 10, госметка 10, оформление 20,
--     виджеты 10, активность 30, охват 10; сумма × 100/90) / число страниц с баллом
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    sum(points_720720) FILTER (WHERE has_score) AS numerator,
    count(*) FILTER (WHERE has_score) AS denominator,
    count(*) FILTER (WHERE NOT has_score) AS n_unknown
FROM page_in_quarter
