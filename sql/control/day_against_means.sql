-- grain: one channel: valid messages registered and answered on :day, in the 7 and in the 30 days before it
WITH counted AS (
    SELECT
        channel,
        registered_on,
        (answer_clock_at AT TIME ZONE :timezone)::date AS answered_on
    FROM marts.fct_message
    WHERE municipality = :municipality AND is_valid
)

SELECT
    channel,
    count(*) FILTER (WHERE registered_on = :day) AS registered,
    count(*) FILTER (WHERE registered_on >= :day - 7 AND registered_on < :day) AS registered_in_7,
    count(*) FILTER (WHERE registered_on >= :day - 30 AND registered_on < :day) AS registered_in_30,
    count(*) FILTER (WHERE answered_on = :day) AS answered,
    count(*) FILTER (WHERE answered_on >= :day - 7 AND answered_on < :day) AS answered_in_7,
    count(*) FILTER (WHERE answered_on >= :day - 30 AND answered_on < :day) AS answered_in_30
FROM counted
GROUP BY channel;
