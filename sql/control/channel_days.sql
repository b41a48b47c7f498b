-- grain: one channel and one day of [:first, :last] on which a valid message was registered or answered
WITH happened AS (
    SELECT
        channel,
        registered_on AS day,
        1 AS n_registered,
        0 AS n_answered
    FROM marts.fct_message
    WHERE municipality = :municipality AND is_valid AND registered_at >= :since
    UNION ALL
    SELECT
        channel,
        (answer_clock_at AT TIME ZONE :timezone)::date AS day,
        0 AS n_registered,
        1 AS n_answered
    FROM marts.fct_message
    WHERE municipality = :municipality AND is_valid AND last_event_at >= :since AND answer_clock_at >= :since
)

SELECT
    channel,
    day,
    sum(n_registered)::integer AS registered,
    sum(n_answered)::integer AS answered
FROM happened
WHERE day BETWEEN :first AND :last
GROUP BY channel, day
ORDER BY channel, day;
