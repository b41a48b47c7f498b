-- grain: one load, the newest first, with the sums of its files; :before: the load after which the page goes on
SELECT
    entry.load_id,
    entry.channel,
    entry.status,
    entry.started_at,
    counted.n_files,
    counted.rows_read,
    counted.rows_loaded,
    counted.rows_unchanged,
    counted.rows_rejected,
    counted.rows_foreign,
    counted.n_bad_files
FROM meta.load AS entry
INNER JOIN LATERAL (
    SELECT
        count(*) AS n_files,
        count(*) FILTER (WHERE account.state IN ('refused', 'stopped')) AS n_bad_files,
        coalesce(sum(account.rows_read), 0) AS rows_read,
        coalesce(sum(account.rows_loaded), 0) AS rows_loaded,
        coalesce(sum(account.rows_unchanged), 0) AS rows_unchanged,
        coalesce(sum(account.rows_rejected), 0) AS rows_rejected,
        coalesce(sum(account.rows_foreign), 0) AS rows_foreign
    FROM meta.load_file AS account
    WHERE account.load_id = entry.load_id
) AS counted ON TRUE
WHERE
    entry.municipality = :municipality
    AND entry.started_at >= :since
    AND (cast(:channel AS text) IS NULL OR entry.channel = :channel)
    AND (cast(:before AS bigint) IS NULL OR entry.load_id < :before)
ORDER BY entry.load_id DESC
LIMIT :n_rows;
