-- code: P-03
-- version: 1
-- title: Доля сообщений, рассмотренных в ускоренном порядке
-- title_en: Share of messages dealt with on the fast track
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата окончательного ответа
-- channels: pos
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика Мурманской области
-- formula: из отвеченных в периоде с известным порядком: ускоренные с ответом не позже 10 дней после
--     регистрации
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_ans AND is_fast_track AND answered_on <= fast_track_due_on) AS numerator,
    count(*) FILTER (WHERE in_ans AND is_fast_track IS NOT NULL) AS denominator,
    count(*) FILTER (WHERE in_ans AND is_fast_track IS NULL) AS n_unknown
FROM message_in_quarter
WHERE channel = 'pos' AND legal_regime = 'POS_MESSAGE'
