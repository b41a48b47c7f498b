-- grain: one word of a channel that no map of ours knows and that no file landed before :since had: a topic or code
-- without a block (of messages registered since :registered_since), a value of a closed list
-- (R05), a header. Topics that read like a citizen's text are left out; of refused values only what may be shown is.
WITH unmapped AS (
    SELECT
        fact.channel,
        coalesce(message.topic_l1, message.classifier_code) AS word,
        message.topic_l1,
        message.classifier_code,
        first_seen.landed_at
    FROM marts.fct_message AS fact
    INNER JOIN core.message AS message ON fact.message_key = message.message_key
    CROSS JOIN
        LATERAL (
            SELECT file.landed_at
            FROM core.message_seen AS seen
            INNER JOIN landing.file AS file ON seen.file_id = file.file_id
            WHERE seen.message_key = fact.message_key
            ORDER BY seen.file_id
            LIMIT 1
        ) AS first_seen
    WHERE
        fact.municipality = :municipality
        AND fact.is_valid
        AND fact.block = :not_classified
        AND fact.registered_at >= :registered_since
        AND num_nonnulls(message.topic_l1, message.classifier_code) > 0
),

topic AS (
    SELECT
        channel,
        'topic' AS kind,
        word,
        count(*) AS n
    FROM unmapped
    GROUP BY channel, word
    HAVING
        min(landed_at) >= :since
        AND NOT bool_or(concat_ws(' | ', topic_l1, classifier_code) ~ any(cast(:personal AS text[])))
        AND (
            bool_and(topic_l1 IS NULL AND classifier_code ~ '^[0-9.]+$')
            OR (
                staging.shown(translate(word, '/,()', '-   ')) <> '«…»'
                AND lower(translate(word, '/,()', '-   ')) !~ staging.person_pattern()
            )
        )
),

refused AS (
    SELECT
        file.channel,
        'value' AS kind,
        substring(entry.reason FROM '^(.*): ') AS word,
        count(*) FILTER (WHERE entry.state = 'open') AS n,
        min(file.landed_at) AS first_landed_at
    FROM meta.rejected_row AS entry
    INNER JOIN landing.file AS file ON entry.file_id = file.file_id
    WHERE file.municipality = :municipality AND entry.code = 'R05' AND entry.reason LIKE '%«%'
    GROUP BY file.channel, substring(entry.reason FROM '^(.*): ')
),

header AS (
    SELECT
        file.channel,
        'header' AS kind,
        told.word,
        count(*) AS n,
        min(file.landed_at) AS first_landed_at
    FROM landing.file AS file
    INNER JOIN landing.file_sheet AS sheet ON file.file_id = sheet.file_id
    CROSS JOIN LATERAL unnest(sheet.unknown_headers) AS told (word)
    WHERE file.municipality = :municipality AND told.word !~ all(cast(:personal AS text[]))
    GROUP BY file.channel, told.word
)

SELECT
    channel,
    kind,
    word,
    n
FROM topic
UNION ALL
SELECT
    channel,
    kind,
    word,
    n
FROM refused
WHERE first_landed_at >= :since AND n > 0
UNION ALL
SELECT
    channel,
    kind,
    word,
    n
FROM header
WHERE first_landed_at >= :since
ORDER BY kind, channel, n DESC, word;
