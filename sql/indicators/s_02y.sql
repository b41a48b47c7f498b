-- code: S-02Y
-- version: 1
-- title: Динамика количества сообщений к тому же кварталу прошлого года
-- title_en: Change in messages received against the same quarter a year ago
-- unit: %
-- kind: change
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: Постановление № 332, III.3.2
-- formula: (зарегистрировано в периоде − в том же квартале прошлого года) / в том же квартале прошлого года ×
--     100; не считается, если там меньше 5
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg) - count(*) FILTER (WHERE in_year_ago_reg) AS numerator,
    count(*) FILTER (WHERE in_year_ago_reg) AS denominator
FROM message_in_quarter
