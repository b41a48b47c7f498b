-- grain: one touched message with its terms (domain §16.15); days are local, a term by days ends at 23:59:59
DROP TABLE IF EXISTS pg_temp.term_of_message;

CREATE TEMP TABLE term_of_message ON COMMIT DROP AS
WITH due AS (
    SELECT
        ruled_message.*,
        answer.unknown_year AS unknown_answer_year,
        final_answer.unknown_year AS unknown_final_year,
        CASE WHEN is_due_from_source THEN 'SOURCE' WHEN answer_clock IS NOT NULL THEN 'RULE' END AS due_source,
        CASE
            WHEN is_due_from_source THEN source_due_at
            WHEN answer_clock = 'calendar_days'
                THEN (registered_on + answer_amount + time '23:59:59') AT TIME ZONE :timezone
            WHEN answer_clock = 'wall_hours'
                THEN (clock_start_local + make_interval(hours => answer_amount)) AT TIME ZONE :timezone
            ELSE answer.finish_local AT TIME ZONE :timezone
        END AS term_at,
        CASE final_clock
            WHEN 'calendar_days'
                THEN (interim_local::date + final_amount + time '23:59:59') AT TIME ZONE :timezone
            WHEN 'wall_hours' THEN (interim_local + make_interval(hours => final_amount)) AT TIME ZONE :timezone
            ELSE final_answer.finish_local AT TIME ZONE :timezone
        END AS final_due_at
    FROM ruled_message
    LEFT JOIN working_term AS answer ON ruled_message.message_key = answer.message_key AND answer.step = 'answer'
    LEFT JOIN working_term AS final_answer
        ON ruled_message.message_key = final_answer.message_key AND final_answer.step = 'final_answer'
),

-- An extension counts when it was decided in time (or nobody says when), not further than the law lets it
extended AS (
    SELECT
        due.*,
        CASE
            WHEN
                is_extensible AND extended_at IS NOT NULL AND term_at IS NOT NULL
                AND coalesce(decided_on <= (term_at AT TIME ZONE :timezone)::date, TRUE)
                THEN greatest(
                    term_at,
                    least(extended_at, (registered_on + extension_days + time '23:59:59') AT TIME ZONE :timezone)
                )
            ELSE term_at
        END AS effective_at
    FROM due
),

controlled AS (
    SELECT
        extended.*,
        control.is_working,
        control.previous_working_on,
        coalesce(
            control.is_official AND (control.is_working OR control.last_unknown_on < control.previous_working_on), FALSE
        ) AS is_control_known,
        CASE WHEN control.is_official THEN control.last_unknown_on ELSE (effective_at AT TIME ZONE :timezone)::date END
            AS control_unknown_on,
        -- A control date belongs to the term without its extension
        CASE
            WHEN effective_at > term_at THEN NULL
            ELSE coalesce(source_control_at, CASE WHEN NOT is_source_term_used THEN source_due_at END)
        END AS control_of_source_at
    FROM extended
    LEFT JOIN working_calendar AS control ON control.day = (effective_at AT TIME ZONE :timezone)::date
)

SELECT
    message_key,
    block,
    registered_on,
    clock_start_at,
    term_at AS due_at,
    due_source,
    effective_at AS due_effective_at,
    registration_days,
    registered_on + forwarding_days AS forwarding_due_on,
    registered_on + fast_track_days AS fast_track_due_on,
    CASE
        WHEN control_of_source_at IS NOT NULL THEN control_of_source_at
        WHEN is_control_known AND NOT is_working THEN (previous_working_on + time '23:59:59') AT TIME ZONE :timezone
        ELSE effective_at
    END AS due_control_at,
    final_due_at,
    coalesce(
        unknown_answer_year,
        -- A term or a control date that the source itself has set needs no calendar of ours
        CASE
            WHEN due_source = 'RULE' AND effective_at = term_at AND control_of_source_at IS NULL AND NOT is_control_known
                THEN extract(YEAR FROM control_unknown_on)::integer
        END,
        unknown_final_year
    ) AS unknown_year
FROM controlled;

ANALYZE term_of_message;
