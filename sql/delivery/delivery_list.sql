-- grain: one mail of the editions of a quarter, as it stands, the oldest edition first
SELECT
    edition.number AS edition,
    delivery.recipient,
    delivery.role,
    delivery.way,
    delivery.state,
    delivery.message_id,
    delivery.attempts,
    delivery.sent_at,
    delivery.retry_at,
    delivery.reply,
    delivery.registration_number,
    delivery.registered_on,
    delivery.withdrawn_at IS NOT NULL AS is_withdrawn
FROM meta.delivery
INNER JOIN meta.edition ON delivery.edition_id = edition.edition_id
WHERE edition.municipality = :municipality AND edition.quarter = :quarter
ORDER BY edition.edition_id, delivery.delivery_id;
