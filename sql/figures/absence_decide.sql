-- grain: one chosen message that is missing now and about which something else, or nothing, is decided
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT message_key
FROM core.message
WHERE
    municipality = :municipality
    AND message_key = any(cast(:message_keys AS uuid[]))
    AND missing_since IS NOT NULL
    AND absence_verdict IS DISTINCT FROM :verdict;

ALTER TABLE touched ADD PRIMARY KEY (message_key);

INSERT INTO meta.absence_decision (
    municipality, message_key, channel, source_number, action, is_by_contract, missing_since, reason, decided_by,
    decided_at
)
SELECT
    message.municipality,
    message.message_key,
    message.channel,
    message.source_number,
    :action,
    FALSE,
    message.missing_since,
    :reason,
    :decided_by,
    :decided_at
FROM touched
INNER JOIN core.message AS message ON touched.message_key = message.message_key;

UPDATE core.message AS message
SET absence_verdict = :verdict
FROM touched
WHERE touched.message_key = message.message_key
