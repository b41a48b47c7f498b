-- code: P-05
-- version: 1
-- title: Доля ответов, получивших оценку
-- title_en: Share of answers that were rated
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата окончательного ответа
-- channels: pos
-- additive: slices
-- owner: ЦУР
-- basis: к показателю P-04
-- formula: из отвеченных в периоде: оценённые до его конца
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_ans AND is_rated) AS numerator,
    count(*) FILTER (WHERE in_ans) AS denominator
FROM message_in_quarter
WHERE channel = 'pos' AND legal_regime = 'POS_MESSAGE'
