-- grain: one delivery by hand of one edition, done under a number; the first word about it is its attempt in the journal
WITH done AS (
    UPDATE meta.delivery
    SET
        reply = :reply,
        registration_number = :number,
        registered_on = :registered_on
    WHERE
        municipality = :municipality
        AND edition_id = :edition_id
        AND way = 'hand'
        AND state = 'sent'
    RETURNING delivery_id
),

newly AS (
    UPDATE meta.delivery
    SET
        state = 'sent',
        attempts = attempts + 1,
        attempted_at = :now,
        sent_at = :now,
        retry_at = NULL,
        reply = :reply,
        registration_number = :number,
        registered_on = :registered_on
    WHERE
        municipality = :municipality
        AND edition_id = :edition_id
        AND way = 'hand'
        AND state <> 'sent'
        AND withdrawn_at IS NULL
    RETURNING delivery_id, attempts
),

journal AS (
    INSERT INTO meta.delivery_attempt (delivery_id, attempt, begun_at, ended_at, outcome, reply)
    SELECT
        newly.delivery_id,
        newly.attempts,
        :now,
        :now,
        'sent',
        :reply
    FROM newly
)

SELECT delivery_id FROM done
UNION ALL
SELECT delivery_id FROM newly;
