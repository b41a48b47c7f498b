-- grain: one pair of the asked type (null: all), in the order of registration
SELECT
    type,
    origin,
    counts,
    channel,
    number,
    registered_on,
    other_channel,
    other_number,
    other_registered_on
FROM message_link
WHERE coalesce(type = :type, TRUE)
ORDER BY type ASC, origin DESC, registered_on ASC, channel ASC, number ASC, message_key ASC
LIMIT :n_rows;
