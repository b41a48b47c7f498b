-- grain: one message that the head's newest decision made by :as_of keeps out of all figures
SELECT
    message_key,
    channel,
    source_number,
    reason,
    decided_by,
    decided_at
FROM (
    SELECT DISTINCT ON (message_key)
        message_key,
        channel,
        source_number,
        action,
        reason,
        decided_by,
        decided_at
    FROM meta.exclusion
    WHERE municipality = :municipality AND decided_at <= :as_of
    ORDER BY message_key ASC, decided_at DESC
) AS newest
WHERE action = 'exclude'
ORDER BY channel ASC, source_number ASC, message_key ASC;
