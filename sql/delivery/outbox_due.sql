-- grain: the mails of one occasion that may be tried now; a person's word waits for no pause, but for that after an
-- uncertain end
SELECT
    delivery_id,
    recipient,
    role,
    way,
    message_id,
    state,
    attempts,
    n_uncertain,
    created_at
FROM meta.delivery
WHERE
    municipality = :municipality
    AND occasion = :occasion
    AND withdrawn_at IS NULL
    AND (
        (state IN ('pending', 'uncertain') AND (retry_at IS NULL OR retry_at <= :now))
        OR (state IN ('pending', 'failed') AND :with_failed)
    )
ORDER BY delivery_id;
