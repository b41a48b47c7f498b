-- grain: one message whose case may change because a message that it names has changed; it is touched too
INSERT INTO touched (message_key)
WITH RECURSIVE dependent AS (
    SELECT
        message.message_key,
        message.municipality,
        message.channel,
        message.source_number
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
    UNION
    SELECT
        linked.message_key,
        linked.municipality,
        linked.channel,
        linked.source_number
    FROM dependent
    INNER JOIN message AS linked
        ON dependent.source_number = linked.linked_number AND dependent.municipality = linked.municipality
    WHERE dependent.channel IN ('pos', 'reception') AND linked.channel NOT IN ('incident', 'pos')
)

SELECT message_key FROM dependent
EXCEPT
SELECT message_key FROM touched;
