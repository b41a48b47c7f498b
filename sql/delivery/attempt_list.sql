-- grain: one attempt at one mail of the editions of a quarter, in the order in which they were made
SELECT
    delivery.message_id,
    delivery_attempt.attempt,
    delivery_attempt.begun_at,
    delivery_attempt.ended_at,
    delivery_attempt.outcome,
    delivery_attempt.reply
FROM meta.delivery_attempt
INNER JOIN meta.delivery ON delivery_attempt.delivery_id = delivery.delivery_id
INNER JOIN meta.edition ON delivery.edition_id = edition.edition_id
WHERE edition.municipality = :municipality AND edition.quarter = :quarter
ORDER BY delivery_attempt.delivery_id, delivery_attempt.attempt;
