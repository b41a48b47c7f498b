-- code: A-02
-- version: 1
-- title: Доля обращений, зарегистрированных с нарушением срока
-- title_en: Share of appeals registered late
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата регистрации
-- channels: all except incident, pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: 59-ФЗ, ст. 8 ч. 2
-- formula: из зарегистрированных в периоде с датой поступления: зарегистрированные позже 3 дней после неё
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_reg AND registered_on > registration_due_on) AS numerator,
    count(*) FILTER (WHERE in_reg AND received_on IS NOT NULL) AS denominator,
    count(*) FILTER (WHERE in_reg AND received_on IS NULL) AS n_unknown
FROM message_in_quarter
WHERE legal_regime = 'FZ59'
