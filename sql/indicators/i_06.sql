-- code: I-06
-- version: 1
-- title: Доля качественных ответов
-- title_en: Share of answers of good quality
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата оценки
-- channels: all except pages
-- additive: quarters and slices
-- owner: МЦУ
-- basis: распоряжение о МЦУ, II.3; 59-ФЗ, ст. 10
-- formula: из ответов, отобранных случайно (поровну от каждого исполнителя в неделю) и оценённых руководителем МЦУ в
--     периоде по листу из пяти вопросов: хорошие; хороший: «да» не меньше чем на 4 из 5 применимых вопросов (порог:
--     config/answer_checklist.yml)
-- without_data: оцените ответы на странице «Качество ответов»
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_marked_good) AS numerator,
    count(*) FILTER (WHERE in_marked) AS denominator
FROM message_in_quarter
