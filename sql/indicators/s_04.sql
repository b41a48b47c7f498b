-- code: S-04
-- version: 1
-- title: Доля отработанных сообщений
-- title_en: Share of messages dealt with
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата регистрации
-- channels: all except pages
-- additive: slices
-- owner: ЦУР
-- basis: практика ЕЦУР
-- formula: из зарегистрированных в периоде: до его конца дан окончательный ответ или сообщение передано по
--     компетенции, отозвано, оставлено без ответа
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND is_worked_off) AS numerator,
    count(*) FILTER (WHERE in_reg) AS denominator
FROM message_in_quarter
