-- code: P-01
-- version: 1
-- title: Средний срок ответа на сообщение в ПОС
-- title_en: Mean time to the answer to a POS message
-- unit: дн.
-- kind: mean
-- divide_by: 86400
-- direction: lower
-- anchor: дата окончательного ответа
-- channels: pos
-- additive: quarters and slices
-- owner: ЦУР
-- basis: Минцифры, 2025
-- formula: сумма времени от регистрации до окончательного ответа в сутках по 24 часа / число сообщений с
--     окончательным ответом в периоде
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    sum(final_answer_seconds) FILTER (WHERE in_ans) AS numerator,
    count(*) FILTER (WHERE in_ans) AS denominator
FROM message_in_quarter
WHERE channel = 'pos' AND legal_regime = 'POS_MESSAGE'
