-- grain: one topic and code of the touched messages in one stretch of time in which the map does not change
DROP TABLE IF EXISTS pg_temp.block_of_topic;

CREATE TEMP TABLE block_of_topic ON COMMIT DROP AS
WITH known_map AS (
    SELECT
        kind,
        valid_from,
        known_from,
        block,
        topic AS code,
        topic_word(topic) AS topic
    FROM topic_block
    WHERE known_from <= :known_on
),

era AS (
    SELECT
        valid_from AS era_from,
        lead(valid_from, 1, 'infinity') OVER (ORDER BY valid_from) AS era_to
    FROM (
        SELECT valid_from FROM known_map
        UNION
        SELECT '-infinity'
    ) AS change
),

spelling AS (
    SELECT DISTINCT
        coalesce(message.topic_l1, '') AS topic_l1,
        coalesce(message.classifier_code, '') AS classifier_code,
        topic_word(message.topic_l1) AS topic
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
),

-- Words that a norm names; all other topics are one kind of message to the rules
ruled_topic AS (
    SELECT topic_word(topic) AS topic
    FROM deadline_rule
    WHERE known_from <= :known_on AND topic IS NOT NULL
),

current_map AS (
    SELECT DISTINCT ON (era.era_from, known_map.kind, known_map.topic)
        era.era_from,
        known_map.kind,
        known_map.topic,
        known_map.code,
        known_map.block
    FROM era
    INNER JOIN known_map ON era.era_from >= known_map.valid_from
    ORDER BY
        era.era_from ASC, known_map.kind ASC, known_map.topic ASC,
        known_map.valid_from DESC, known_map.known_from DESC
)

SELECT
    spelling.topic_l1,
    spelling.classifier_code,
    CASE WHEN spelling.topic IN (SELECT topic FROM ruled_topic) THEN spelling.topic ELSE '' END AS ruled_topic,
    era.era_from,
    era.era_to,
    coalesce(by_word.block, by_code.block, 'Прочее/не классифицировано') AS block
FROM spelling
CROSS JOIN era
LEFT JOIN current_map AS by_word
    ON era.era_from = by_word.era_from AND by_word.kind = 'topic' AND spelling.topic = by_word.topic
LEFT JOIN LATERAL (
    SELECT current_map.block
    FROM current_map
    WHERE
        current_map.era_from = era.era_from
        AND current_map.kind = 'code'
        AND current_map.block IS NOT NULL
        AND starts_with(spelling.classifier_code || '.', current_map.code || '.')
    ORDER BY length(current_map.code) DESC
    LIMIT 1
) AS by_code ON TRUE;

CREATE INDEX ON block_of_topic (topic_l1, classifier_code);

ANALYZE block_of_topic;
