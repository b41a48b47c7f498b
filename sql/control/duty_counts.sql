-- grain: the one row of what waits for a person beside terms: open rows of the quarantine (of them from files landed since
-- :since), missing messages that nobody has decided on, topics and codes without a block among messages registered since
-- :quarter_from and how many messages bear them, files that the loads since :loads_since have not taken
WITH refused AS (
    SELECT
        count(*) AS n_quarantine,
        count(*) FILTER (WHERE file.landed_at >= :since) AS n_quarantine_new
    FROM meta.rejected_row AS entry
    INNER JOIN landing.file AS file ON entry.file_id = file.file_id
    WHERE entry.state = 'open' AND file.municipality = :municipality
),

missing AS (
    SELECT count(*) AS n_missing
    FROM core.message
    WHERE municipality = :municipality AND missing_since IS NOT NULL AND absence_verdict IS NULL
),

bad_file AS (
    SELECT count(DISTINCT account.file_id) AS n_bad_files
    FROM meta.load_file AS account
    INNER JOIN meta.load AS entry ON account.load_id = entry.load_id
    WHERE
        account.state IN ('refused', 'stopped')
        AND entry.municipality = :municipality
        AND entry.started_at >= :loads_since
        -- A later export of the channel covers what the file would have brought
        AND NOT EXISTS (
            SELECT FROM meta.load_file AS other
            INNER JOIN meta.load AS later ON other.load_id = later.load_id
            WHERE
                other.state = 'loaded'
                AND later.load_id > entry.load_id
                AND later.channel = entry.channel
                AND later.municipality = entry.municipality
        )
),

word AS (
    SELECT
        coalesce(message.topic_l1, message.classifier_code) IS NOT NULL AS is_named,
        count(*) AS n
    FROM marts.fct_message AS fact
    INNER JOIN core.message AS message ON fact.message_key = message.message_key
    WHERE
        fact.municipality = :municipality
        AND fact.is_valid
        AND fact.block = :not_classified
        AND fact.registered_at >= :quarter_from
    GROUP BY message.topic_l1, message.classifier_code
),

unmapped AS (
    SELECT
        count(*) FILTER (WHERE is_named) AS n_topics,
        coalesce(sum(n), 0)::bigint AS n_unmapped
    FROM word
)

SELECT
    refused.n_quarantine,
    refused.n_quarantine_new,
    missing.n_missing,
    bad_file.n_bad_files,
    unmapped.n_topics,
    unmapped.n_unmapped
FROM refused
CROSS JOIN missing
CROSS JOIN bad_file
CROSS JOIN unmapped;
