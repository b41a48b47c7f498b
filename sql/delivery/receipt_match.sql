-- grain: one mail that one of the Message-IDs names
SELECT
    delivery_id,
    message_id,
    recipient,
    role
FROM meta.delivery
WHERE municipality = :municipality AND message_id = ANY(CAST(:message_ids AS text[]));
