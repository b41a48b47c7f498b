-- grain: the personal texts of one state of one message
SELECT
    body,
    url
FROM pii.text
WHERE message_key = :message_key AND state_hash = :state_hash;
