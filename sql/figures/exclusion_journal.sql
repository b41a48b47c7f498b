-- grain: one decision of the journal, the newest first; is_in_force: it is the one that keeps the message out now
SELECT
    channel,
    source_number AS number,
    action,
    reason,
    decided_by,
    decided_at,
    action = 'exclude'
    AND row_number() OVER (PARTITION BY message_key ORDER BY decided_at DESC) = 1 AS is_in_force,
    message_key
FROM meta.exclusion
WHERE municipality = :municipality
ORDER BY decided_at DESC, exclusion_id DESC;
