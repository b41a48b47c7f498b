-- grain: one of the given messages, by channel and number
SELECT
    channel,
    source_number,
    number_year
FROM core.message
WHERE message_key = any(cast(:message_keys AS uuid[]))
ORDER BY channel, source_number, number_year, message_key
LIMIT :n_rows;
