-- grain: one message whose source says otherwise than we do
SELECT
    kind,
    channel,
    source_number AS number,
    registered_on,
    source_is_late,
    we_are_late,
    source_due_at,
    our_due_at,
    answered_at,
    source_seconds,
    our_seconds,
    reason
FROM reconciliation
WHERE NOT agrees
ORDER BY kind DESC, channel ASC, registered_on ASC, source_number ASC, message_key ASC
LIMIT :n_rows;
