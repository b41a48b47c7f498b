-- code: P-04
-- version: 1
-- title: Доля положительных оценок (4 и 5)
-- title_en: Share of good ratings (4 and 5)
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата оценки
-- channels: pos
-- additive: quarters and slices
-- owner: ЦУР
-- basis: Минцифры, 2025
-- formula: оценки, поставленные в периоде (без даты: по дате окончательного ответа): 4 и 5
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_rated AND rating >= 4) AS numerator,
    count(*) FILTER (WHERE in_rated) AS denominator
FROM message_in_quarter
WHERE channel = 'pos' AND legal_regime = 'POS_MESSAGE'
