-- grain: one touched message with its terms (domain §16.15); days are local, a term by days ends at 23:59:59
DROP TABLE IF EXISTS pg_temp.term_of_message;

CREATE TEMP TABLE term_of_message ON COMMIT DROP AS
WITH localised AS (
    SELECT
        message.*,
        coalesce(message.topic_l1, '') AS topic_word,
        coalesce(message.classifier_code, '') AS topic_code,
        (message.registered_at AT TIME ZONE :timezone)::date AS registered_on,
        CASE
            WHEN message.legal_regime = 'OPEN_SOURCE' THEN coalesce(message.assigned_at, message.registered_at)
            ELSE message.registered_at
        END AS clock_start_at
    FROM touched
    INNER JOIN message ON touched.message_key = message.message_key
),

ruled AS (
    SELECT
        localised.*,
        block_of_topic.block,
        rule.answer_clock,
        rule.answer_amount,
        rule.opens,
        rule.seconds_a_day,
        rule.is_source_term_used,
        rule.is_extensible,
        rule.extension_days,
        rule.final_clock,
        rule.final_amount,
        rule.registration_days,
        rule.forwarding_days,
        rule.fast_track_days,
        localised.clock_start_at AT TIME ZONE :timezone AS clock_start_local,
        (localised.interim_answer_at AT TIME ZONE :timezone)::date AS interim_on,
        coalesce(rule.is_source_term_used AND localised.due_at IS NOT NULL, FALSE) AS is_due_from_source
    FROM localised
    INNER JOIN block_of_topic
        ON
            localised.topic_word = block_of_topic.topic_l1
            AND localised.topic_code = block_of_topic.classifier_code
            AND localised.registered_on >= block_of_topic.era_from
            AND localised.registered_on < block_of_topic.era_to
    LEFT JOIN rule_of_message AS rule
        ON
            localised.legal_regime = rule.legal_regime
            AND coalesce(localised.priority, 'NORMAL') = rule.priority
            AND coalesce(localised.is_fast_track, FALSE) = rule.is_fast_track
            AND block_of_topic.block = rule.block
            AND localised.registered_on >= rule.era_from
            AND localised.registered_on < rule.era_to
),

-- Working time of the clock's first working day that has passed before the clock starts
opened AS (
    SELECT
        ruled.*,
        NOT is_due_from_source AND answer_clock LIKE 'working%' AS needs_calendar,
        start.is_official AS is_start_official,
        start.working_no AS start_working_no,
        coalesce(
            start.is_working AND clock_start_local::time < opens + make_interval(secs => seconds_a_day), FALSE
        ) AS is_start_open,
        greatest(0, extract(EPOCH FROM clock_start_local::time - opens)::integer) AS seconds_passed
    FROM ruled
    LEFT JOIN working_calendar AS start
        ON start.day = CASE
            WHEN answer_clock = 'working_hours' THEN clock_start_local::date
            WHEN answer_clock = 'working_days' THEN registered_on
        END
),

counted AS (
    SELECT
        opened.*,
        CASE WHEN is_start_open THEN seconds_passed ELSE 0 END + answer_amount * 3600 AS seconds_to_run,
        CASE WHEN is_start_open THEN start_working_no ELSE start_working_no + 1 END AS first_working_no
    FROM opened
),

due AS (
    SELECT
        counted.*,
        CASE WHEN is_due_from_source THEN 'SOURCE' WHEN answer_amount IS NOT NULL THEN 'RULE' END AS due_source,
        CASE
            WHEN is_due_from_source THEN counted.due_at
            WHEN answer_clock = 'calendar_days'
                THEN (registered_on + answer_amount + time '23:59:59') AT TIME ZONE :timezone
            WHEN answer_clock = 'working_days' THEN (finish.day + time '23:59:59') AT TIME ZONE :timezone
            WHEN answer_clock = 'working_hours'
                THEN (
                    finish.day + opens
                    + make_interval(secs => seconds_to_run - (seconds_to_run - 1) / seconds_a_day * seconds_a_day)
                ) AT TIME ZONE :timezone
        END AS term_at,
        CASE
            WHEN NOT needs_calendar OR (is_start_official AND finish.is_official) THEN NULL
            ELSE extract(YEAR FROM coalesce(finish.day, (registered_on + interval '1 year')::date))::integer
        END AS unknown_answer_year
    FROM counted
    LEFT JOIN working_calendar AS finish
        ON finish.is_working AND needs_calendar AND finish.working_no = CASE answer_clock
            WHEN 'working_hours' THEN first_working_no + (seconds_to_run - 1) / seconds_a_day
            WHEN 'working_days' THEN start_working_no + answer_amount
        END
),

-- An extension counts when it was decided in time (or nobody says when), not further than the law lets it
extended AS (
    SELECT
        due.*,
        CASE
            WHEN
                is_extensible AND extended_due_at IS NOT NULL AND (
                    extension_decided_at IS NULL
                    OR (extension_decided_at AT TIME ZONE :timezone)::date <= (term_at AT TIME ZONE :timezone)::date
                )
                THEN greatest(
                    term_at,
                    least(
                        extended_due_at,
                        (registered_on + extension_days + time '23:59:59') AT TIME ZONE :timezone
                    )
                )
            ELSE term_at
        END AS effective_at
    FROM due
)

SELECT
    extended.message_key,
    extended.block,
    extended.registered_on,
    extended.clock_start_at,
    extended.term_at AS due_at,
    extended.due_source,
    extended.effective_at AS due_effective_at,
    extended.registration_days,
    extended.registered_on + extended.forwarding_days AS forwarding_due_on,
    extended.registered_on + extended.fast_track_days AS fast_track_due_on,
    CASE
        WHEN effective_at = term_at AND control_at IS NOT NULL THEN control_at
        WHEN effective_at = term_at AND NOT is_source_term_used AND extended.due_at IS NOT NULL THEN extended.due_at
        WHEN control.is_working IS NOT FALSE OR NOT control.is_official THEN effective_at
        ELSE (control.previous_working_on + time '23:59:59') AT TIME ZONE :timezone
    END AS due_control_at,
    CASE final_clock
        WHEN 'calendar_days' THEN (interim_on + final_amount + time '23:59:59') AT TIME ZONE :timezone
        WHEN 'working_days' THEN (final_day.day + time '23:59:59') AT TIME ZONE :timezone
    END AS final_due_at,
    coalesce(
        unknown_answer_year,
        -- A term or a control date that the source itself has set needs no calendar of ours
        CASE
            WHEN
                effective_at = term_at AND due_source = 'RULE' AND control.is_official IS NOT TRUE
                AND control_at IS NULL AND (is_source_term_used OR extended.due_at IS NULL)
                THEN extract(YEAR FROM effective_at AT TIME ZONE :timezone)::integer
            WHEN final_clock = 'working_days' AND interim_on IS NOT NULL AND final_day.is_official IS NOT TRUE
                THEN extract(YEAR FROM coalesce(final_day.day, (interim_on + interval '1 year')::date))::integer
        END
    ) AS unknown_year
FROM extended
LEFT JOIN working_calendar AS control ON control.day = (effective_at AT TIME ZONE :timezone)::date
LEFT JOIN working_calendar AS interim ON extended.interim_on = interim.day AND final_clock = 'working_days'
LEFT JOIN working_calendar AS final_day
    ON final_day.is_working AND final_day.working_no = interim.working_no + final_amount;

ANALYZE term_of_message;
