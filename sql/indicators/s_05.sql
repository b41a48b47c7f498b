-- code: S-05
-- version: 1
-- title: Доля повторных сообщений
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата регистрации
-- channels: all except pages
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
