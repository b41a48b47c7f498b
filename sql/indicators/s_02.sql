-- code: S-02
-- version: 1
-- title: Динамика количества сообщений к предыдущему кварталу
-- title_en: Change in messages received against the previous quarter
-- unit: %
-- kind: change
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- additive: slices
-- owner: ЦУР
-- basis: Постановление № 332, III.3.2
-- formula: (зарегистрировано в периоде − в предыдущем квартале) / в предыдущем квартале × 100; не считается,
--     если там меньше 5
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg) - count(*) FILTER (WHERE in_previous_reg) AS numerator,
    count(*) FILTER (WHERE in_previous_reg) AS denominator
FROM message_in_quarter
