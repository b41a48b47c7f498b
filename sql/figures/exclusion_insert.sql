-- grain: one new decision about one message of core
INSERT INTO meta.exclusion (
    municipality, message_key, channel, source_number, action, reason, decided_by, decided_at
)
SELECT
    municipality,
    message_key,
    channel,
    source_number,
    :action,
    :reason,
    :decided_by,
    :decided_at
FROM core.message
WHERE message_key = :message_key
RETURNING channel, source_number AS number, action, reason, decided_by, decided_at;
