-- code: S-01U
-- version: 1
-- title: Количество уникальных случаев
-- title_en: Distinct cases received
-- unit: ед.
-- kind: count
-- direction: neutral
-- anchor: дата регистрации
-- channels: all except pages
-- additive: nothing
-- owner: ЦУР
-- basis: Постановление № 332, III.3.2
-- formula: число разных случаев среди записей, зарегистрированных в периоде: обращение, пришедшее через ПОС или
--     приёмную и занесённое в СЭД, считается один раз
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT count(DISTINCT case_key) FILTER (WHERE in_reg) AS numerator
FROM message_in_quarter
