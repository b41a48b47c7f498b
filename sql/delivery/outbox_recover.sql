-- grain: the mails whose sender died before it could tell the end; nobody else sends while the caller holds the turn
WITH lost AS (
    UPDATE meta.delivery
    SET
        state = 'uncertain',
        n_uncertain = n_uncertain + 1,
        retry_at = :retry_at,
        reply = :reply
    WHERE municipality = :municipality AND occasion = :occasion AND state = 'sending'
    RETURNING delivery_id, attempts
)

UPDATE meta.delivery_attempt
SET outcome = 'uncertain', reply = :reply
FROM lost
WHERE
    delivery_attempt.delivery_id = lost.delivery_id
    AND delivery_attempt.attempt = lost.attempts;
