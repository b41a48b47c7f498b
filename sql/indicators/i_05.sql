-- code: I-05
-- version: 1
-- title: Доля решённых среди инцидентов типа «Решаемый»
-- title_en: Share of resolved among incidents of the type «Решаемый»
-- unit: %
-- kind: share
-- direction: higher
-- anchor: дата закрытия
-- channels: incident
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика ЦУР
-- formula: закрытые в периоде инциденты типа «Решаемый» с итогом: решённые
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_closed AND is_solvable AND outcome = 'RESOLVED') AS numerator,
    count(*) FILTER (WHERE in_closed AND is_solvable AND outcome IS NOT NULL) AS denominator,
    count(*) FILTER (WHERE in_closed AND is_solvable AND outcome IS NULL) AS n_unknown
FROM message_in_quarter
WHERE channel = 'incident'
