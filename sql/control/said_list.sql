-- grain: one control list of the day that a mail has told of
SELECT
    number,
    composed_at,
    message_keys,
    marks
FROM meta.control_list
WHERE municipality = :municipality AND day = :day
ORDER BY number;
