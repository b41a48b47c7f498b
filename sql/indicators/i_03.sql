-- code: I-03
-- version: 1
-- title: Доля отложенных инцидентов
-- title_en: Share of postponed incidents (interim answers)
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата ответа
-- channels: incident
-- may_exceed_100: yes
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика ЦУР
-- formula: число промежуточных ответов в периоде / число первых публичных ответов в периоде
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_interim_answer) AS numerator,
    count(*) FILTER (WHERE in_public_answer) AS denominator
FROM message_in_quarter
WHERE channel = 'incident'
