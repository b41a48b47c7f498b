-- code: A-06
-- version: 1
-- title: Средний срок рассмотрения обращения
-- title_en: Mean time to consider an appeal
-- unit: дн.
-- kind: mean
-- divide_by: 1
-- direction: lower
-- anchor: дата окончательного ответа
-- channels: all except incident, pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: 59-ФЗ, ст. 12
-- formula: сумма календарных дней от даты регистрации до даты окончательного ответа / число обращений с
--     окончательным ответом в периоде, кроме переданных по компетенции
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    sum(final_answer_days) FILTER (WHERE in_ans AND status IS DISTINCT FROM 'TRANSFERRED') AS numerator,
    count(*) FILTER (WHERE in_ans AND status IS DISTINCT FROM 'TRANSFERRED') AS denominator
FROM message_in_quarter
WHERE legal_regime = 'FZ59'
