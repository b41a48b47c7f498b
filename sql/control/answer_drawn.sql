-- grain: one drawn answer
SELECT
    message_key,
    week,
    executor,
    channel,
    source_number AS number,
    answered_at
FROM meta.answer_sample
WHERE municipality = :municipality AND message_key = :message_key;
