-- grain: one channel: the day its newest loaded export speaks of, open rows of the quarantine, messages now missing
WITH newest AS (
    SELECT
        channel,
        max(business_day) AS newest_export
    FROM landing.file
    WHERE municipality = :municipality AND state = 'loaded'
    GROUP BY channel
),

refused AS (
    SELECT
        file.channel,
        count(*) AS n_rejected
    FROM meta.rejected_row AS rejected
    INNER JOIN landing.file AS file ON rejected.file_id = file.file_id
    WHERE file.municipality = :municipality AND rejected.state = 'open'
    GROUP BY file.channel
),

gone AS (
    SELECT
        channel,
        count(*) AS n_missing
    FROM core.message
    WHERE municipality = :municipality AND missing_since IS NOT NULL AND absence_verdict IS NULL
    GROUP BY channel
)

SELECT
    coalesce(newest.channel, refused.channel, gone.channel) AS channel,
    newest.newest_export,
    coalesce(refused.n_rejected, 0) AS n_rejected,
    coalesce(gone.n_missing, 0) AS n_missing
FROM newest
FULL JOIN refused ON newest.channel = refused.channel
FULL JOIN gone ON coalesce(newest.channel, refused.channel) = gone.channel;
