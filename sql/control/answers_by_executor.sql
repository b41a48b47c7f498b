-- grain: one executor with the answers drawn in [t0, t1) and those marked there: I-06 before it is divided
WITH answer AS (
    SELECT
        -- As the figures name it: the executor may have changed since the draw
        CASE WHEN fact.message_key IS NULL THEN sample.executor ELSE fact.executor END AS executor,
        sample.drawn_at >= :t0 AND sample.drawn_at < :t1 AS is_drawn,
        sample.message_key = any(:marked) AS is_marked,
        sample.message_key = any(:marked_good) AS is_good,
        coalesce(fact.is_valid, FALSE) AND NOT (sample.message_key = any(:excluded)) AS is_counted
    FROM meta.answer_sample AS sample
    LEFT JOIN marts.fct_message AS fact ON sample.message_key = fact.message_key
    WHERE
        sample.municipality = :municipality
        AND ((sample.drawn_at >= :t0 AND sample.drawn_at < :t1) OR sample.message_key = any(:marked))
)

SELECT
    executor,
    count(*) FILTER (WHERE is_drawn) AS n_drawn,
    count(*) FILTER (WHERE is_counted AND is_marked) AS n_marked,
    count(*) FILTER (WHERE is_counted AND is_good) AS n_good
FROM answer
GROUP BY executor
ORDER BY executor ASC NULLS LAST;
