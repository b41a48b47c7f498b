-- code: S-05
-- version: 1
-- title: Доля повторных сообщений
-- title_en: Share of repeated messages
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата регистрации
-- channels: all except pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика МЦУР Московской области
-- formula: из зарегистрированных в периоде с признаком повторности в источнике: повторные
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND is_repeat) AS numerator,
    count(*) FILTER (WHERE in_reg AND is_repeat IS NOT NULL) AS denominator,
    count(*) FILTER (WHERE in_reg AND is_repeat IS NULL) AS n_unknown
FROM message_in_quarter
