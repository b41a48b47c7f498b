-- code: P-06
-- version: 1
-- title: Доля ответов, возвращённых заявителем на повторное рассмотрение
-- title_en: Share of answers returned by the applicant
-- unit: %
-- kind: share
-- direction: lower
-- anchor: дата возврата
-- channels: pos
-- may_exceed_100: yes
-- additive: quarters and slices
-- owner: ЦУР
-- basis: практика ПОС
-- formula: возвращённые заявителем в периоде (каким бы ни был квартал ответа) / отвеченные в периоде
-- valid_from: 2018-01-01
-- known_from: 2018-01-01
SELECT
    count(*) FILTER (WHERE in_returned) AS numerator,
    count(*) FILTER (WHERE in_ans) AS denominator
FROM message_in_quarter
WHERE channel = 'pos' AND legal_regime = 'POS_MESSAGE'
