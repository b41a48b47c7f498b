-- grain: one row of the map: what a person has decided, the last word on the same topic and days.
-- It takes the place of a row of the same key, whoever wrote that one.
DELETE FROM {{ target }} AS map
USING meta.topic_decision AS decision
WHERE
    map.kind = decision.kind
    AND map.topic = decision.topic
    AND map.valid_from = decision.valid_from
    AND map.known_from = decision.known_from;

INSERT INTO {{ target }} (kind, topic, block, valid_from, known_from, source)
SELECT DISTINCT ON (kind, topic, valid_from, known_from)
    kind,
    topic,
    block,
    valid_from,
    known_from,
    'решение МЦУ на странице «Качество данных»'
FROM meta.topic_decision
ORDER BY kind ASC, topic ASC, valid_from ASC, known_from ASC, decided_at DESC, topic_decision_id DESC;
