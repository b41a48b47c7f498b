-- grain: one mail of the newest issued edition of a quarter that has mails, to whoever is a recipient still
WITH newest AS (
    SELECT max(delivery.edition_id) AS edition_id
    FROM meta.delivery
    INNER JOIN meta.edition ON delivery.edition_id = edition.edition_id
    WHERE edition.municipality = :municipality AND edition.quarter = :quarter
)

SELECT
    delivery.delivery_id,
    delivery.recipient,
    delivery.role,
    delivery.way,
    delivery.state,
    delivery.reply,
    -- Taken by a server once, or nobody knows: an attempt that was cut short tells no end.
    delivery.state IN ('sent', 'sending', 'uncertain')
    OR EXISTS (
        SELECT 1
        FROM meta.delivery_attempt
        WHERE
            delivery_attempt.delivery_id = delivery.delivery_id
            AND coalesce(delivery_attempt.outcome, 'uncertain') IN ('sent', 'uncertain')
    ) AS has_reached
FROM meta.delivery
INNER JOIN newest ON delivery.edition_id = newest.edition_id
WHERE delivery.withdrawn_at IS NULL
ORDER BY delivery.delivery_id;
