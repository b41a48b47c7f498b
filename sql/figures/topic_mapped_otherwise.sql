-- grain: one направление that a row of the map, not a decision on the page, gives to the topic or code
SELECT DISTINCT map.block
FROM topic_block AS map
WHERE
    map.kind = :kind
    AND topic_word(map.topic) = topic_word(:topic)
    AND map.block IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM topic_decision AS decision
        WHERE
            decision.kind = map.kind
            AND decision.topic = map.topic
            AND decision.valid_from = map.valid_from
            AND decision.known_from = map.known_from
    );
