-- code: I-01
-- version: 1
-- title: Среднее время ответа на инцидент
-- title_en: Mean time to the first public answer to an incident
-- unit: ч
-- kind: mean
-- divide_by: 3600
-- direction: lower
-- anchor: дата первого публичного ответа
-- channels: incident
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика ЦУР
-- formula: сумма времени от назначения (без него: от создания) до первого опубликованного ответа, промежуточный
--     тоже ответ, круглосуточно / число инцидентов с ответом в периоде
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    sum(public_answer_seconds) FILTER (WHERE in_public_answer) AS numerator,
    count(*) FILTER (WHERE in_public_answer) AS denominator,
    bool_or(is_clock_from_source) FILTER (WHERE in_public_answer) AS is_clock_from_source
FROM message_in_quarter
WHERE channel = 'incident'
