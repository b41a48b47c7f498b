-- grain: one channel, one block or one executor (kind): valid messages registered and answered on :day, in the 7 and in
-- the 30 days before it. Whoever was registered or answered since :since was last heard of since then.
WITH recent AS (
    SELECT
        channel,
        block,
        coalesce(executor, '') AS executor,
        registered_on,
        (answer_clock_at AT TIME ZONE :timezone)::date AS answered_on
    FROM marts.fct_message
    WHERE municipality = :municipality AND is_valid AND last_event_at >= :since
)

SELECT
    CASE
        WHEN grouping(channel) = 0 THEN 'channel'
        WHEN grouping(block) = 0 THEN 'block'
        ELSE 'executor'
    END AS kind,
    coalesce(channel, block, executor) AS name,
    count(*) FILTER (WHERE registered_on = :day) AS registered,
    count(*) FILTER (WHERE registered_on >= :day - 7 AND registered_on < :day) AS registered_in_7,
    count(*) FILTER (WHERE registered_on >= :day - 30 AND registered_on < :day) AS registered_in_30,
    count(*) FILTER (WHERE answered_on = :day) AS answered,
    count(*) FILTER (WHERE answered_on >= :day - 7 AND answered_on < :day) AS answered_in_7,
    count(*) FILTER (WHERE answered_on >= :day - 30 AND answered_on < :day) AS answered_in_30
FROM recent
WHERE
    (registered_on >= :day - 30 AND registered_on <= :day)
    OR (answered_on >= :day - 30 AND answered_on <= :day)
GROUP BY GROUPING SETS ((channel), (block), (executor))
ORDER BY kind, name;
