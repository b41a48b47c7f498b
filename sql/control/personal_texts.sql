-- grain: the personal texts of one state of one message
SELECT
    state_hash,
    body,
    url
FROM pii.text
WHERE message_key = :message_key;
