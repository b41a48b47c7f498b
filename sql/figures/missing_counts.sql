-- grain: one channel from whose exports messages are missing now
SELECT
    channel,
    count(*) FILTER (WHERE absence_verdict IS NULL) AS n_open,
    count(*) FILTER (WHERE absence_verdict = 'WITHDRAWN_BY_SOURCE') AS n_withdrawn,
    count(*) FILTER (WHERE absence_verdict = 'KEPT') AS n_kept
FROM core.message
WHERE municipality = :municipality AND missing_since IS NOT NULL
GROUP BY channel
ORDER BY channel
