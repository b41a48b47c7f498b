-- code: S-01
-- version: 1
-- title: Количество поступивших сообщений
-- title_en: Messages received
-- unit: ед.
-- kind: count
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: Постановление № 332, III.3.2
-- formula: число записей, зарегистрированных в периоде
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT count(*) FILTER (WHERE in_reg) AS numerator
FROM message_in_quarter
