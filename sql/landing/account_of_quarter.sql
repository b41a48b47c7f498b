-- grain: one channel; counts of the first load of each file whose export covers days of the quarter
WITH first_account AS (
    SELECT DISTINCT ON (file.file_id)
        file.channel,
        account.rows_read,
        account.rows_loaded,
        account.rows_unchanged,
        account.rows_rejected,
        account.rows_foreign
    FROM landing.file AS file
    INNER JOIN meta.load_file AS account ON file.file_id = account.file_id
    WHERE
        file.municipality = :municipality
        AND file.landed_at <= :as_of
        AND file.covers_from <= :last_day
        AND file.covers_to >= :first_day
        AND account.state = 'loaded'
    ORDER BY file.file_id ASC, account.load_id ASC
)

SELECT
    channel,
    count(*) AS files,
    sum(rows_read) AS rows_read,
    sum(rows_loaded) AS rows_loaded,
    sum(rows_unchanged) AS rows_unchanged,
    sum(rows_rejected) AS rows_rejected,
    sum(rows_foreign) AS rows_foreign
FROM first_account
GROUP BY channel
