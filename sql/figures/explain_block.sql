-- grain: the one row of topic_block by which a message has its block (domain §16.19); none: not classified
-- The same choice as marts/block_of_topic.sql, for one message and with the row itself.
WITH known_map AS (
    SELECT DISTINCT ON (map.kind, topic_word(map.topic))
        map.kind,
        map.topic,
        map.block,
        map.valid_from,
        map.known_from,
        map.source
    FROM topic_block AS map
    INNER JOIN message
        ON
            message.message_key = :message_key
            AND map.valid_from <= (message.registered_at AT TIME ZONE :timezone)::date
            AND (
                (map.kind = 'topic' AND topic_word(map.topic) = topic_word(message.topic_l1))
                OR (map.kind = 'code' AND starts_with(message.classifier_code || '.', map.topic || '.'))
            )
    WHERE map.known_from <= :known_on
    ORDER BY map.kind ASC, topic_word(map.topic) ASC, map.valid_from DESC, map.known_from DESC
)

SELECT *
FROM known_map
WHERE block IS NOT NULL
ORDER BY kind = 'topic' DESC, length(topic) DESC
LIMIT 1
