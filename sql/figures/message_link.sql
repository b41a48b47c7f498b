-- grain: one pair: a message and the earlier (or main) one that it is linked with, of one type
-- Asked for: messages registered in [t0, t1), or every pair of one message_key. SOURCE: the source says so, and it counts
-- (domain §16.16, §16.17); COMPUTED: the same applicant's name, shown and not counted. Each message is compared with the
-- nearest earlier one only, so the work grows with the number of messages, whatever one applicant has written.
DROP TABLE IF EXISTS pg_temp.applicant_message, pg_temp.message_link;

CREATE TEMP TABLE applicant_message ON COMMIT DROP AS
SELECT
    fct_message.message_key,
    fct_message.channel,
    fct_message.block,
    fct_message.case_key,
    fct_message.registered_at,
    fct_message.registered_on,
    message.applicant_key,
    topic_word(coalesce(message.topic_l1, fct_message.block)) AS topic
FROM fct_message
INNER JOIN message ON fct_message.message_key = message.message_key
WHERE
    fct_message.is_valid
    AND fct_message.municipality = :municipality
    AND NOT (fct_message.message_key = any(:excluded))
    AND fct_message.registered_at >= :window_from
    AND fct_message.registered_at < :window_to
    AND {{ 'message.applicant_key = :only_applicant' if one_message else 'message.applicant_key IS NOT NULL' }};

-- Without figures about the step before, the planner joins in loops.
ANALYZE applicant_message;

CREATE TEMP TABLE message_link ON COMMIT DROP AS
WITH beside_previous AS (
    SELECT
        applicant_message.*,
        lag(message_key) OVER in_block AS previous_in_block,
        coalesce(lag(channel) OVER in_block <> channel, TRUE) AS begins_channel,
        lag(message_key) OVER in_topic AS previous_in_topic,
        coalesce(lag(case_key) OVER in_topic <> case_key, TRUE) AS begins_case,
        lag(message_key) OVER in_day AS previous_in_day
    FROM applicant_message
    WINDOW
        in_block AS (PARTITION BY applicant_key, block ORDER BY registered_at, message_key),
        in_topic AS (PARTITION BY applicant_key, topic ORDER BY registered_at, message_key),
        in_day AS (PARTITION BY applicant_key, topic, channel, registered_on ORDER BY registered_at, message_key)
),

-- A run: neighbours of one channel (of one case); what stands before its first row is the nearest of another one
in_runs AS (
    SELECT
        beside_previous.*,
        count(*) FILTER (WHERE begins_channel)
            OVER (PARTITION BY applicant_key, block ORDER BY registered_at, message_key) AS channel_run,
        count(*) FILTER (WHERE begins_case)
            OVER (PARTITION BY applicant_key, topic ORDER BY registered_at, message_key) AS case_run
    FROM beside_previous
),

compared AS (
    SELECT
        in_runs.*,
        first_value(previous_in_block) OVER (
            PARTITION BY applicant_key, block, channel_run ORDER BY registered_at, message_key
        ) AS of_another_channel,
        first_value(previous_in_topic) OVER (
            PARTITION BY applicant_key, topic, case_run ORDER BY registered_at, message_key
        ) AS of_another_case
    FROM in_runs
),

same_appeal AS (
    SELECT
        compared.message_key,
        other.message_key AS other_key
    FROM compared
    INNER JOIN applicant_message AS other ON compared.of_another_channel = other.message_key
    WHERE compared.case_key <> other.case_key AND compared.registered_on - other.registered_on <= 1
),

repeat AS (
    SELECT
        compared.message_key,
        other.message_key AS other_key
    FROM compared
    INNER JOIN applicant_message AS other ON compared.of_another_case = other.message_key
    WHERE
        compared.registered_on - other.registered_on <= :repeat_days
        -- so near, it is a duplicate (the same channel) or the same appeal (another one)
        AND compared.registered_on - other.registered_on > (compared.channel <> other.channel)::integer
),

suspected_duplicate AS (
    SELECT
        compared.message_key,
        other.message_key AS other_key
    FROM compared
    INNER JOIN applicant_message AS other ON compared.previous_in_day = other.message_key
    WHERE compared.case_key <> other.case_key
),

-- The messages that are asked for and those of their case (that bear a mark, that are meant by one): a branch an index
in_case AS (
    SELECT message_key
    FROM fct_message
    WHERE registered_at >= :t0 AND registered_at < :t1 AND case_key <> message_key
    UNION
    SELECT message_key
    FROM fct_message
    WHERE message_key = :message_key AND case_key <> message_key
    UNION
    SELECT message_key
    FROM fct_message
    WHERE case_key = :message_key AND case_key <> message_key
),

same_case AS (
    SELECT
        fct_message.message_key,
        fct_message.case_key AS other_key
    FROM in_case
    INNER JOIN fct_message ON in_case.message_key = fct_message.message_key
    WHERE
        fct_message.is_valid
        AND fct_message.municipality = :municipality
        AND NOT (fct_message.message_key = any(:excluded))
),

marked AS (
    SELECT message.message_key
    FROM message
    INNER JOIN fct_message ON message.message_key = fct_message.message_key
    WHERE message.duplicate_of IS NOT NULL AND fct_message.registered_at >= :t0 AND fct_message.registered_at < :t1
    UNION
    SELECT message_key
    FROM message
    WHERE message_key = :message_key AND duplicate_of IS NOT NULL
    UNION
    SELECT message.message_key
    FROM message AS asked
    INNER JOIN message ON asked.source_number = message.duplicate_of AND asked.channel = message.channel
    WHERE asked.message_key = :message_key
),

-- The number that the mark names may be borne twice: the message registered nearest is meant
marked_duplicate AS (
    SELECT DISTINCT ON (message.message_key)
        message.message_key,
        other.message_key AS other_key
    FROM marked
    INNER JOIN message ON marked.message_key = message.message_key
    LEFT JOIN message AS other
        ON
            message.duplicate_of = other.source_number
            AND message.municipality = other.municipality
            AND message.channel = other.channel
            AND message.message_key <> other.message_key
    WHERE message.municipality = :municipality AND NOT (message.message_key = any(:excluded))
    ORDER BY
        message.message_key ASC,
        greatest(message.registered_at - other.registered_at, other.registered_at - message.registered_at) ASC,
        other.message_key ASC
),

pair AS (
    SELECT
        *,
        'SAME_APPEAL' AS type,
        'SOURCE' AS origin
    FROM same_case
    UNION ALL
    SELECT
        *,
        'SAME_APPEAL' AS type,
        'COMPUTED' AS origin
    FROM same_appeal
    UNION ALL
    SELECT
        *,
        'REPEAT' AS type,
        'COMPUTED' AS origin
    FROM repeat
    UNION ALL
    SELECT
        *,
        'DUPLICATE' AS type,
        'SOURCE' AS origin
    FROM marked_duplicate
    UNION ALL
    SELECT
        *,
        'DUPLICATE' AS type,
        'COMPUTED' AS origin
    FROM suspected_duplicate
)

SELECT
    pair.message_key,
    pair.other_key,
    pair.type,
    pair.origin,
    pair.origin = 'SOURCE' AS counts,
    this.channel,
    this.source_number AS number,
    (this.registered_at AT TIME ZONE :timezone)::date AS registered_on,
    other.channel AS other_channel,
    other.source_number AS other_number,
    (other.registered_at AT TIME ZONE :timezone)::date AS other_registered_on
FROM pair
INNER JOIN message AS this ON pair.message_key = this.message_key
LEFT JOIN message AS other ON pair.other_key = other.message_key
WHERE
    (this.registered_at >= :t0 AND this.registered_at < :t1)
    OR pair.message_key = :message_key
    OR pair.other_key = :message_key;
