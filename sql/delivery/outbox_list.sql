-- grain: one mail of one occasion, as it stands
SELECT
    recipient,
    role,
    way,
    state,
    message_id,
    attempts,
    n_uncertain,
    sent_at,
    retry_at,
    reply
FROM meta.delivery
WHERE municipality = :municipality AND occasion = :occasion
ORDER BY delivery_id;
