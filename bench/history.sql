-- 35 quarters (2018Q1-2026Q3) of invented messages for the measurement of figures, the same at every run (setseed in the caller).
-- Near the order of registration, as daily exports bring them; :n messages, the last quarter is 2026Q3.
INSERT INTO core.message (
    message_key, municipality, channel, registrar, number_year, source_number, received_at, registered_at, assigned_at,
    extended_due_at, extension_decided_at, interim_answer_at, answered_at, first_public_answer_at,
    first_final_answer_at, closed_at, transferred_at, returned_by_applicant_at, rated_at, status, outcome, source_type,
    legal_regime, topic_l1, executor, linked_number, rating, is_fast_track, is_repeat, is_clock_from_source, state_hash
)
WITH topic AS (
    SELECT array_agg(topic_block.topic ORDER BY topic_block.topic) AS names
    FROM meta.topic_block
    WHERE topic_block.kind = 'topic'
),

dice AS MATERIALIZED (
    SELECT
        n,
        timestamptz '2018-01-09 00:00+05' + make_interval(secs => n * (3186 * 86400.0 / :n) + random() * 43200)
            AS registered_at,
        random() AS delay,
        random() AS late,
        random() AS fate,
        random() AS extension,
        random() AS interim,
        random() AS answer,
        random() AS rated,
        random() AS repeat,
        random() AS link,
        random() AS topic_dice,
        random() AS executor_dice
    FROM generate_series(1, :n) AS n
),

placed AS (
    SELECT
        dice.*,
        md5('bench/' || n)::uuid AS key,
        (ARRAY['incident', 'pos', 'pos', 'incident', 'reception', 'sed', 'sed', 'journals', 'incident', 'pos',
            'sed', 'journals', 'reception', 'pos', 'incident', 'sed', 'journals', 'appeals', 'pos', 'incident'])
        [1 + n % 20] AS channel,
        CASE WHEN late < 0.06 THEN 31 + 40 * delay ELSE 29 * delay ^ 1.5 END * interval '1 day' AS answered_after
    FROM dice
),

answered AS (
    SELECT
        placed.*,
        registered_at + answered_after * CASE WHEN channel = 'incident' AND late >= 0.06 THEN 0.02 ELSE 1 END
            AS answer_at
    FROM placed
),

-- 2 in 1000 are never answered; what lies after the last export has not happened
known AS (
    SELECT
        answered.*,
        answer < 0.998 AND answer_at < timestamptz '2026-10-20 00:00+05' AS is_answered
    FROM answered
)

SELECT
    key,
    :municipality,
    channel,
    '',
    0,
    n::text,
    registered_at - interval '1 day' * floor(4 * repeat),
    registered_at,
    registered_at + interval '2 hours',
    CASE WHEN channel NOT IN ('incident', 'pos') AND extension < 0.04 THEN registered_at + interval '55 days' END,
    CASE WHEN channel NOT IN ('incident', 'pos') AND extension < 0.03 THEN registered_at + interval '25 days' END,
    CASE WHEN channel = 'incident' AND interim < 0.2 THEN registered_at + interval '3 hours' END,
    CASE WHEN is_answered THEN answer_at END,
    CASE WHEN is_answered THEN answer_at END,
    CASE WHEN is_answered AND fate > 0.07 THEN answer_at END,
    CASE WHEN is_answered THEN answer_at + interval '1 hour' END,
    CASE WHEN is_answered AND fate < 0.05 THEN registered_at + interval '6 days' END,
    CASE WHEN channel = 'pos' AND is_answered AND interim < 0.03 THEN answer_at + interval '9 days' END,
    CASE WHEN channel = 'pos' AND is_answered AND rated < 0.25 THEN answer_at + interval '2 days' END,
    CASE
        WHEN NOT is_answered THEN 'IN_PROGRESS'
        WHEN fate < 0.05 THEN 'TRANSFERRED'
        WHEN fate < 0.06 THEN 'WITHDRAWN'
        WHEN fate < 0.07 THEN 'LEFT_WITHOUT_ANSWER'
        WHEN fate < 0.08 THEN 'REJECTED'
        ELSE 'ANSWERED'
    END,
    CASE
        WHEN NOT is_answered OR interim > 0.9 THEN NULL
        WHEN channel IN ('incident', 'pos') THEN 'RESOLVED'
        WHEN interim < 0.2 THEN 'SUPPORTED_MEASURES'
        WHEN interim < 0.3 THEN 'NOT_SUPPORTED'
        ELSE 'EXPLAINED'
    END,
    CASE WHEN channel = 'incident' AND fate > 0.4 THEN 'Решаемый' END,
    CASE channel WHEN 'incident' THEN 'OPEN_SOURCE' WHEN 'pos' THEN 'POS_MESSAGE' ELSE 'FZ59' END,
    topic.names[1 + floor(topic_dice ^ 1.7 * cardinality(topic.names))],
    CASE WHEN executor_dice > 0.03 THEN 'Отдел ' || floor(40 * executor_dice ^ 2) END,
    CASE WHEN channel IN ('sed', 'journals') AND link < 0.12 THEN (n - n % 20 + 13)::text END,
    CASE WHEN channel = 'pos' AND is_answered AND rated < 0.25 THEN 1 + floor(5 * rated / 0.25) END,
    CASE WHEN channel = 'pos' THEN late > 0.5 END,
    CASE WHEN repeat > 0.1 THEN repeat > 0.9 END,
    FALSE,
    key
FROM known
CROSS JOIN topic;

INSERT INTO core.message_question (message_key, state_hash, question_no, result, responded_at)
SELECT
    message_key,
    state_hash,
    question_no,
    outcome,
    closed_at + question_no * interval '1 day'
FROM core.message
CROSS JOIN generate_series(1, 2) AS question_no
WHERE channel = 'appeals' AND closed_at IS NOT NULL;

-- 60 official pages over 455 weeks
INSERT INTO core.page_week (
    page_week_key, municipality, channel, registrar, ogrn, page_id, week, status, is_connected, has_gos_badge,
    design_percent, widgets, posts, subscribers, reach_week, state_hash
)
SELECT
    md5(page || '/' || week)::uuid,
    :municipality,
    'pages',
    '',
    (1000 + page)::text,
    page::text,
    date '2018-01-08' + 7 * week,
    'KEPT',
    TRUE,
    page % 7 > 0,
    60 + page % 40,
    page % 3,
    (page + week) % 6,
    1000,
    200 + 10 * page,
    md5(page || '/' || week)::uuid
FROM generate_series(1, 60) AS page
CROSS JOIN generate_series(0, 454) AS week;

ANALYZE core.message, core.message_question, core.page_week;
