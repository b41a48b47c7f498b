-- grain: one kind of message (regime, priority, fast track, topic that a rule names, block) in one stretch of time in which no rule changes
-- Of the rules that fit, the one that names most (topic before block before priority before fast track) holds, then the youngest.
DROP TABLE IF EXISTS pg_temp.rule_of_message;

CREATE TEMP TABLE rule_of_message ON COMMIT DROP AS
WITH known_rule AS (
    SELECT *
    FROM deadline_rule
    WHERE known_from <= :known_on
),

era AS (
    SELECT
        valid_from AS era_from,
        lead(valid_from, 1, 'infinity') OVER (ORDER BY valid_from) AS era_to
    FROM (
        SELECT valid_from FROM known_rule
        UNION
        SELECT '-infinity'
    ) AS change
),

message_kind AS (
    SELECT DISTINCT
        message.legal_regime,
        coalesce(message.priority, 'NORMAL') AS priority,
        coalesce(message.is_fast_track, FALSE) AS is_fast_track
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
),

topic_kind AS (
    SELECT DISTINCT
        block,
        ruled_topic AS topic
    FROM block_of_topic
),

chosen AS (
    SELECT DISTINCT ON (
        era.era_from, kind.legal_regime, kind.priority, kind.is_fast_track, topic.block, topic.topic, rule.step
    )
        era.era_from,
        era.era_to,
        kind.legal_regime,
        kind.priority,
        kind.is_fast_track,
        topic.block,
        topic.topic,
        rule.step,
        rule.clock,
        rule.amount,
        rule.opens,
        rule.closes,
        rule.source_term
    FROM message_kind AS kind
    CROSS JOIN topic_kind AS topic
    CROSS JOIN era
    INNER JOIN known_rule AS rule
        ON
            kind.legal_regime = rule.legal_regime
            AND era.era_from >= rule.valid_from
            AND coalesce(kind.priority = rule.priority, TRUE)
            AND coalesce(kind.is_fast_track = rule.is_fast_track, TRUE)
            AND coalesce(topic.block = rule.block, TRUE)
            AND coalesce(topic.topic = topic_word(rule.topic), TRUE)
    ORDER BY
        era.era_from ASC, kind.legal_regime ASC, kind.priority ASC, kind.is_fast_track ASC, topic.block ASC,
        topic.topic ASC, rule.step ASC, rule.topic IS NOT NULL DESC, rule.block IS NOT NULL DESC,
        rule.priority IS NOT NULL DESC, rule.is_fast_track IS NOT NULL DESC, rule.valid_from DESC, rule.known_from DESC
)

SELECT
    era_from,
    era_to,
    legal_regime,
    priority,
    is_fast_track,
    block,
    topic,
    max(clock) FILTER (WHERE step = 'answer') AS answer_clock,
    max(amount) FILTER (WHERE step = 'answer') AS answer_amount,
    max(opens) FILTER (WHERE step = 'answer') AS answer_opens,
    max(closes) FILTER (WHERE step = 'answer') AS answer_closes,
    coalesce(bool_or(source_term = 'used') FILTER (WHERE step = 'answer'), FALSE) AS is_source_term_used,
    count(*) FILTER (WHERE step = 'extension') > 0 AS is_extensible,
    max(amount) FILTER (WHERE step = 'extension') AS extension_days,
    max(clock) FILTER (WHERE step = 'final_answer') AS final_clock,
    max(amount) FILTER (WHERE step = 'final_answer') AS final_amount,
    max(opens) FILTER (WHERE step = 'final_answer') AS final_opens,
    max(closes) FILTER (WHERE step = 'final_answer') AS final_closes,
    max(amount) FILTER (WHERE step = 'registration') AS registration_days,
    max(amount) FILTER (WHERE step = 'forwarding') AS forwarding_days,
    max(amount) FILTER (WHERE step = 'fast_track') AS fast_track_days
FROM chosen
GROUP BY era_from, era_to, legal_regime, priority, is_fast_track, block, topic;

CREATE INDEX ON rule_of_message (block, legal_regime, topic, priority, is_fast_track);

ANALYZE rule_of_message;
