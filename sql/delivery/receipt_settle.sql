-- grain: one mail whose state contradicts what the other side has said of it
-- An answer and a person's word say that it has arrived. Of reports on delivery the latest counts; a failure speaks of
-- the attempt it names, else of the last one, unless it is older than that (by more than clocks differ).
WITH sign AS (
    SELECT
        delivery.delivery_id,
        delivery.state,
        receipt.kind,
        receipt.received_at,
        receipt.detail,
        receipt.kind = 'failed'
        AND CASE
            WHEN receipt.attempt IS NOT NULL THEN receipt.attempt = delivery.attempts
            ELSE delivery.attempts <= 1 OR receipt.received_at >= delivery.attempted_at - INTERVAL '10 minutes'
        END AS is_failure
    FROM meta.delivery
    INNER JOIN meta.receipt ON delivery.delivery_id = receipt.delivery_id
    WHERE delivery.municipality = :municipality AND delivery.state <> 'sending'
),

told AS (
    SELECT
        delivery_id,
        state,
        bool_or(kind IN ('replied', 'confirmed')) AS is_answered,
        max(received_at) FILTER (WHERE kind = 'delivered') AS delivered_at,
        max(received_at) FILTER (WHERE is_failure) AS failed_at,
        (array_agg(detail ORDER BY received_at DESC) FILTER (WHERE is_failure))[1] AS failure
    FROM sign
    GROUP BY delivery_id, state
),

found AS (
    SELECT
        delivery_id,
        state AS old_state,
        failure,
        CASE
            WHEN is_answered THEN 'sent'
            WHEN delivered_at IS NOT NULL AND (failed_at IS NULL OR delivered_at > failed_at) THEN 'sent'
            WHEN failed_at IS NOT NULL AND state IN ('sent', 'uncertain') THEN 'failed'
            ELSE state
        END AS state
    FROM told
)

UPDATE meta.delivery
SET
    state = found.state,
    retry_at = NULL,
    -- When the attempt was made that may have reached it, not one that was refused after it.
    sent_at = CASE
        WHEN found.state = 'sent' THEN coalesce(
            (
                SELECT max(delivery_attempt.begun_at)
                FROM meta.delivery_attempt
                WHERE
                    delivery_attempt.delivery_id = delivery.delivery_id
                    AND coalesce(delivery_attempt.outcome, 'uncertain') IN ('sent', 'uncertain')
            ),
            delivery.attempted_at,
            cast(:now AS TIMESTAMPTZ)
        )
    END,
    reply = CASE
        WHEN found.state = 'sent' THEN 'получено: так сообщила другая сторона'
        ELSE 'не доставлено: ' || coalesce(found.failure, 'причина не названа')
    END
FROM found
WHERE delivery.delivery_id = found.delivery_id AND found.state <> found.old_state;
