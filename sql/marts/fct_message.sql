-- grain: one message with everything computed once; only the touched messages are written
DELETE FROM fct_message
USING touched
WHERE fct_message.message_key = touched.message_key;

INSERT INTO fct_message
WITH decided AS (
    SELECT
        message.*,
        CASE
            WHEN message.status = 'TRANSFERRED'
                THEN coalesce(message.transferred_at, message.closed_at, message.answered_at)
            WHEN message.status IN ('WITHDRAWN', 'LEFT_WITHOUT_ANSWER')
                THEN coalesce(message.closed_at, message.answered_at)
        END AS gone_at,
        coalesce(
            lower(trim(translate(message.source_type, U&'\00a0', ' '))) = 'решаемый', FALSE
        ) AS is_solvable,
        CASE WHEN message.rating IS NOT NULL THEN coalesce(message.rated_at, message.first_final_answer_at) END
            AS rating_at,
        (message.received_at AT TIME ZONE :timezone)::date AS received_on,
        (message.first_final_answer_at AT TIME ZONE :timezone)::date AS answered_on
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
),

responded AS (
    SELECT
        question.message_key,
        question.state_hash,
        min(question.responded_at) AS first_at,
        max(question.responded_at) AS last_at
    FROM touched
    INNER JOIN message_question AS question ON touched.message_key = question.message_key
    GROUP BY question.message_key, question.state_hash
)

SELECT
    decided.message_key,
    decided.municipality,
    decided.channel,
    decided.legal_regime,
    term.block,
    decided.executor,
    coalesce(case_of_message.case_key, decided.message_key) AS case_key,
    decided.state_hash,
    coalesce(NOT decided.is_deleted, TRUE)
    AND coalesce(NOT decided.is_spam, TRUE)
    AND coalesce(NOT decided.is_test, TRUE)
    AND decided.duplicate_of IS NULL
    AND coalesce(decided.status <> 'REJECTED', TRUE)
    AND coalesce(decided.absence_verdict <> 'WITHDRAWN_BY_SOURCE', TRUE) AS is_valid,
    decided.status,
    decided.outcome,
    decided.is_solvable,
    decided.is_repeat,
    decided.is_fast_track,
    decided.rating,
    decided.received_on,
    term.registered_on,
    decided.registered_at,
    term.clock_start_at,
    coalesce(decided.is_clock_from_source, FALSE) AS is_clock_from_source,
    decided.interim_answer_at,
    decided.first_public_answer_at,
    decided.first_final_answer_at,
    CASE
        WHEN decided.legal_regime = 'OPEN_SOURCE' THEN decided.first_public_answer_at
        ELSE decided.first_final_answer_at
    END AS answer_clock_at,
    decided.closed_at,
    decided.transferred_at,
    decided.returned_by_applicant_at,
    decided.rating_at AS rated_at,
    decided.extension_decided_at,
    decided.gone_at,
    term.due_at,
    term.due_source,
    term.due_control_at,
    term.due_effective_at,
    term.final_due_at,
    decided.extended_due_at IS NOT NULL AND decided.extension_decided_at IS NULL AS is_extension_undated,
    decided.received_on + term.registration_days AS registration_due_on,
    term.forwarding_due_on,
    term.fast_track_due_on,
    extract(EPOCH FROM decided.first_public_answer_at - term.clock_start_at)::bigint AS public_answer_seconds,
    extract(EPOCH FROM decided.first_final_answer_at - decided.registered_at)::bigint AS final_answer_seconds,
    decided.answered_on - term.registered_on AS final_answer_days,
    term.unknown_year,
    -- Every moment that a cohort of message_in_quarter or question_in_quarter asks for; nulls are passed over
    least(
        decided.registered_at, decided.interim_answer_at, decided.first_public_answer_at,
        decided.first_final_answer_at, decided.closed_at, decided.transferred_at, decided.returned_by_applicant_at,
        decided.rating_at, decided.extension_decided_at, decided.gone_at, term.due_effective_at, term.final_due_at,
        responded.first_at
    ) AS first_event_at,
    greatest(
        decided.registered_at, decided.interim_answer_at, decided.first_public_answer_at,
        decided.first_final_answer_at, decided.closed_at, decided.transferred_at, decided.returned_by_applicant_at,
        decided.rating_at, decided.extension_decided_at, decided.gone_at, term.due_effective_at, term.final_due_at,
        responded.last_at,
        CASE WHEN coalesce(decided.first_final_answer_at, decided.gone_at) IS NULL THEN timestamptz 'infinity' END
    ) AS last_event_at
FROM decided
INNER JOIN term_of_message AS term ON decided.message_key = term.message_key
LEFT JOIN case_of_message ON decided.message_key = case_of_message.message_key
LEFT JOIN responded ON decided.message_key = responded.message_key AND decided.state_hash = responded.state_hash;
