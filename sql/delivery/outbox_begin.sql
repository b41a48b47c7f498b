-- grain: one attempt at one mail: written down before the first byte leaves; none where the mail has arrived meanwhile
WITH begun AS (
    UPDATE meta.delivery
    SET state = 'sending', attempts = attempts + 1, attempted_at = :now, retry_at = NULL, reply = NULL
    WHERE delivery_id = :delivery_id AND state IN ('pending', 'uncertain', 'failed')
    RETURNING delivery_id, attempts
)

INSERT INTO meta.delivery_attempt (delivery_id, attempt, begun_at)
SELECT
    begun.delivery_id,
    begun.attempts,
    :now
FROM begun;
