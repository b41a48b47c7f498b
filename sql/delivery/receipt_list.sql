-- grain: one sign about one mail of the editions of a quarter, oldest first
SELECT
    delivery.message_id,
    receipt.kind,
    receipt.source,
    receipt.attempt,
    receipt.received_at,
    receipt.noted_at,
    receipt.noted_by,
    receipt.detail
FROM meta.receipt
INNER JOIN meta.delivery ON receipt.delivery_id = delivery.delivery_id
INNER JOIN meta.edition ON delivery.edition_id = edition.edition_id
WHERE edition.municipality = :municipality AND edition.quarter = :quarter
ORDER BY receipt.received_at, receipt.receipt_id;
