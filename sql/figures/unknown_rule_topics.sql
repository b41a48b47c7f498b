-- grain: one topic of a norm that neither the map nor a message knows, beside the words of the map
-- A topic is looked for among the messages only when the map does not have it.
WITH mapped AS (
    SELECT DISTINCT topic
    FROM topic_block
    WHERE kind = 'topic' AND block IS NOT NULL
),

named AS (
    SELECT DISTINCT topic
    FROM deadline_rule
    WHERE topic IS NOT NULL
)

SELECT
    named.topic,
    array(SELECT mapped.topic FROM mapped) AS known
FROM named
WHERE
    topic_word(named.topic) NOT IN (SELECT topic_word(mapped.topic) FROM mapped)
    AND NOT EXISTS (
        SELECT FROM message
        WHERE topic_word(message.topic_l1) = topic_word(named.topic)
    )
ORDER BY named.topic;
