-- grain: one rule of one channel broken in its newest load or before: its share of the rows read, against the mean share
-- of the other loads since :since
WITH judged AS (
    SELECT
        entry.load_id,
        entry.channel,
        entry.judgement,
        counted.rows_read,
        entry.load_id = max(entry.load_id) OVER (PARTITION BY entry.channel) AS is_newest
    FROM meta.load AS entry
    INNER JOIN LATERAL (
        SELECT coalesce(sum(account.rows_read), 0) AS rows_read
        FROM meta.load_file AS account
        WHERE account.load_id = entry.load_id AND account.state = 'loaded'
    ) AS counted ON TRUE
    WHERE
        entry.municipality = :municipality
        AND entry.status = 'loaded'
        AND entry.judgement IS NOT NULL
        AND entry.started_at >= :since
        AND counted.rows_read > 0
),

rule AS (
    SELECT DISTINCT
        judged.channel,
        broken.code
    FROM judged
    CROSS JOIN jsonb_object_keys(judged.judgement) AS broken (code)
)

SELECT
    rule.channel,
    rule.code,
    coalesce(sum(cast(judged.judgement ->> rule.code AS bigint)) FILTER (WHERE judged.is_newest), 0) AS n,
    coalesce(sum(judged.rows_read) FILTER (WHERE judged.is_newest), 0) AS n_rows,
    count(*) FILTER (WHERE NOT judged.is_newest) AS n_before,
    avg(
        coalesce(cast(judged.judgement ->> rule.code AS numeric), 0) / judged.rows_read
    ) FILTER (WHERE NOT judged.is_newest) AS mean_share
FROM rule
INNER JOIN judged ON rule.channel = judged.channel
GROUP BY rule.channel, rule.code
ORDER BY rule.channel, rule.code;
