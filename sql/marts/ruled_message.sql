-- grain: one touched message with the norms of its terms and the moments from which they count
-- Materialized: the planner takes the join with topics for a handful of rows and would look each message up in touched.
DROP TABLE IF EXISTS pg_temp.ruled_message;

CREATE TEMP TABLE ruled_message ON COMMIT DROP AS
WITH localised AS MATERIALIZED (
    SELECT
        message.message_key,
        message.legal_regime,
        coalesce(message.priority, 'NORMAL') AS priority,
        coalesce(message.is_fast_track, FALSE) AS is_fast_track,
        coalesce(message.topic_l1, '') AS topic_l1,
        coalesce(message.classifier_code, '') AS classifier_code,
        message.due_at AS source_due_at,
        message.control_at AS source_control_at,
        message.extended_due_at AS extended_at,
        (message.extension_decided_at AT TIME ZONE :timezone)::date AS decided_on,
        message.interim_answer_at AT TIME ZONE :timezone AS interim_local,
        (message.registered_at AT TIME ZONE :timezone)::date AS registered_on,
        CASE
            WHEN message.legal_regime = 'OPEN_SOURCE' THEN coalesce(message.assigned_at, message.registered_at)
            ELSE message.registered_at
        END AS clock_start_at
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
)

SELECT
    localised.*,
    block_of_topic.block,
    rule.answer_clock,
    rule.answer_amount,
    rule.answer_opens,
    rule.answer_closes,
    rule.extension_days,
    rule.final_clock,
    rule.final_amount,
    rule.final_opens,
    rule.final_closes,
    rule.registration_days,
    rule.forwarding_days,
    rule.fast_track_days,
    localised.clock_start_at AT TIME ZONE :timezone AS clock_start_local,
    coalesce(rule.is_extensible, FALSE) AS is_extensible,
    coalesce(rule.is_source_term_used, FALSE) AS is_source_term_used,
    coalesce(rule.is_source_term_used AND localised.source_due_at IS NOT NULL, FALSE) AS is_due_from_source
FROM localised
INNER JOIN block_of_topic
    ON
        localised.topic_l1 = block_of_topic.topic_l1
        AND localised.classifier_code = block_of_topic.classifier_code
        AND localised.registered_on >= block_of_topic.era_from
        AND localised.registered_on < block_of_topic.era_to
LEFT JOIN rule_of_message AS rule
    ON
        localised.legal_regime = rule.legal_regime
        AND localised.priority = rule.priority
        AND localised.is_fast_track = rule.is_fast_track
        AND block_of_topic.block = rule.block
        AND block_of_topic.ruled_topic = rule.topic
        AND localised.registered_on >= rule.era_from
        AND localised.registered_on < rule.era_to;

ANALYZE ruled_message;
