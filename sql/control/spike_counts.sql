-- grain: one channel, block, executor, or channel and block: messages registered by day in [:first, :last]; days
-- without one are not here. n_series counts all of them, also those with too few messages since :tested to be a spike.
WITH recent AS (
    SELECT
        channel,
        block,
        executor,
        registered_on
    FROM marts.fct_message
    WHERE
        municipality = :municipality
        AND is_valid
        AND registered_at >= :since
        AND registered_on BETWEEN :first AND :last
),

daily AS (
    SELECT
        channel,
        block,
        executor,
        registered_on,
        count(*) AS n
    FROM recent
    GROUP BY
        GROUPING SETS (
            (channel, registered_on), (block, registered_on), (executor, registered_on), (channel, block, registered_on)
        )
    HAVING grouping(executor) = 1 OR executor IS NOT NULL
),

series AS (
    SELECT
        channel,
        block,
        executor,
        array_agg(registered_on ORDER BY registered_on) AS days,
        array_agg(n ORDER BY registered_on) AS counts,
        coalesce(sum(n) FILTER (WHERE registered_on >= :tested), 0) AS n_tested,
        count(*) OVER () AS n_series
    FROM daily
    GROUP BY channel, block, executor
)

SELECT
    channel,
    block,
    executor,
    days,
    counts,
    n_series
FROM series
WHERE n_tested >= :fewest
ORDER BY channel, block, executor;
