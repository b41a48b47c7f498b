-- grain: one sign that has been kept already
SELECT DISTINCT receipt.sign
FROM meta.receipt
INNER JOIN meta.delivery ON receipt.delivery_id = delivery.delivery_id
WHERE delivery.municipality = :municipality AND receipt.source = 'imap';
