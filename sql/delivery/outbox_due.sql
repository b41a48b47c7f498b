-- grain: the mails of one occasion that may be tried now
SELECT
    delivery_id,
    recipient,
    role,
    message_id,
    state,
    attempts,
    n_uncertain,
    created_at
FROM meta.delivery
WHERE
    municipality = :municipality
    AND occasion = :occasion
    AND (
        (state IN ('pending', 'uncertain') AND (retry_at IS NULL OR retry_at <= :now))
        OR (state = 'failed' AND :with_failed)
    )
ORDER BY delivery_id;
