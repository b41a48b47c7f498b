-- code: S-06
-- version: 1
-- title: Доля сообщений, поступивших через цифровые каналы с автоматической доставкой исполнителю
-- title_en: Share of messages through digital channels that deliver to the executor automatically
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата регистрации
-- channels: all except pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: аналог показателя ПП РФ № 1844
-- formula: из зарегистрированных в периоде: поступившие через «Инцидент Менеджмент» и ПОС
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND channel IN ('incident', 'pos')) AS numerator,
    count(*) FILTER (WHERE in_reg) AS denominator
FROM message_in_quarter
