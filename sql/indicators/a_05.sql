-- code: A-05
-- version: 1
-- title: Доля поддержанных вопросов
-- title_en: Share of questions supported
-- unit: %
-- kind: share
-- direction: neutral
-- anchor: дата ответа на вопрос
-- channels: all except incident, pages
-- additive: quarters and slices
-- owner: ЦУР
-- basis: отчётность ССТУ.РФ
-- formula: из вопросов обращений с ответом в периоде и результатом «поддержано», «разъяснено» или «не
--     поддержано»: поддержанные, с мерами и без
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_responded AND result IN ('SUPPORTED', 'SUPPORTED_MEASURES')) AS numerator,
    count(*) FILTER (
        WHERE
        in_responded
        AND result IN ('SUPPORTED', 'SUPPORTED_MEASURES', 'EXPLAINED', 'NOT_SUPPORTED')
    ) AS denominator,
    count(*) FILTER (WHERE in_responded AND result IS NULL) AS n_unknown
FROM question_in_quarter
