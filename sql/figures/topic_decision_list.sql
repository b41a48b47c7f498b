-- grain: one decision about one topic, the newest first; is_in_force: no later one speaks of the topic
SELECT
    kind,
    topic,
    block,
    valid_from,
    decided_by,
    decided_at,
    row_number() OVER (
        PARTITION BY kind, topic
        ORDER BY decided_at DESC, topic_decision_id DESC
    ) = 1 AS is_in_force
FROM meta.topic_decision
WHERE municipality = :municipality
ORDER BY decided_at DESC, topic_decision_id DESC
LIMIT :n_rows;
