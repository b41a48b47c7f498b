-- grain: one message of the control list with all that is true of it as marks; at most n_rows after the place asked for
-- One row with an empty message stands in where there is none: each row carries the counts of the whole list.
-- Open: neither answered nor gone; an incident with a public answer only while its final term runs. A term or control
-- date is due within N working days when it comes before its horizon. Late registration: open, or of the quarter.
WITH missing AS MATERIALIZED (
    SELECT
        message_key,
        missing_since
    FROM core.message
    WHERE municipality = :municipality AND missing_since IS NOT NULL AND absence_verdict IS NULL
),

fact AS (
    SELECT
        message_key,
        channel,
        block,
        executor,
        registered_on,
        status,
        gone_at IS NULL AND first_final_answer_at IS NULL AND (answer_clock_at IS NULL OR final_due_at IS NOT NULL)
            AS is_open,
        CASE WHEN answer_clock_at IS NULL THEN due_effective_at ELSE final_due_at END AS term_at,
        CASE WHEN answer_clock_at IS NULL THEN due_control_at END AS control_at,
        coalesce(registered_on > registration_due_on, FALSE) AS is_late,
        gone_at IS NULL AND coalesce(status = 'RETURNED', FALSE) AS is_returned
    FROM marts.fct_message
    WHERE
        municipality = :municipality
        AND is_valid
        AND (
            (gone_at IS NULL AND first_final_answer_at IS NULL)
            OR (gone_at IS NULL AND status = 'RETURNED')
            OR (registered_on > registration_due_on AND registered_on >= :quarter_from)
            OR message_key = any(array(SELECT missing.message_key FROM missing))
        )
),

due AS (
    SELECT
        fact.*,
        missing.missing_since,
        coalesce(effect.indicators, '{}') AS helps,
        is_open AND coalesce(term_at < :now, FALSE) AS is_overdue,
        CASE
            WHEN NOT is_open OR term_at < :now THEN NULL
            WHEN term_at < :horizon_1 OR control_at < :horizon_1 THEN 1
            WHEN term_at < :horizon_3 OR control_at < :horizon_3 THEN 3
            WHEN term_at < :horizon_5 OR control_at < :horizon_5 THEN 5
        END AS due_within
    FROM fact
    LEFT JOIN missing ON fact.message_key = missing.message_key
    LEFT JOIN marts.control_effect_known AS known
        ON known.municipality = :municipality AND known.quarter = :quarter
    LEFT JOIN marts.control_effect AS effect
        ON known.municipality = effect.municipality AND fact.message_key = effect.message_key
),

marked AS (
    SELECT
        message_key,
        channel,
        block,
        executor,
        helps,
        missing_since,
        is_overdue,
        is_returned,
        due_within,
        CASE WHEN is_open THEN term_at END AS term_at,
        CASE WHEN is_open THEN control_at END AS control_at,
        coalesce(due_within <= 1, FALSE) AS is_due_1,
        coalesce(due_within <= 3, FALSE) AS is_due_3,
        coalesce(due_within <= 5, FALSE) AS is_due_5,
        coalesce(
            due_within = 1 AND (
                (term_at >= :tomorrow AND term_at < :horizon_1)
                OR (control_at >= :tomorrow AND control_at < :horizon_1)
            ),
            FALSE
        ) AS is_due_after_today,
        is_open AND executor IS NULL AS is_unassigned,
        is_late AND (is_open OR registered_on >= :quarter_from) AS is_registered_late,
        missing_since IS NOT NULL AS is_missing,
        CASE
            WHEN (:sort)::text <> 'effect' THEN 0
            -- Its lateness counted in a quarter that is over: what is still of use stands before it
            WHEN cardinality(helps) = 0 AND is_open AND term_at < :long_ago THEN 1
            ELSE -cardinality(helps)
        END AS place_rank,
        CASE WHEN is_open THEN coalesce(term_at, 'infinity') ELSE 'infinity' END AS place_term
    FROM due
),

listed AS MATERIALIZED (
    SELECT
        marked.*,
        CASE (:kind)::text
            WHEN 'overdue' THEN is_overdue
            WHEN 'due_1' THEN is_due_1
            WHEN 'due_3' THEN is_due_3
            WHEN 'due_5' THEN is_due_5
            WHEN 'due_after_today' THEN is_due_after_today
            WHEN 'unassigned' THEN is_unassigned
            WHEN 'returned' THEN is_returned
            WHEN 'registered_late' THEN is_registered_late
            WHEN 'missing' THEN is_missing
            WHEN 'helpful' THEN cardinality(helps) > 0
            ELSE TRUE
        END AS is_asked
    FROM marked
    WHERE
        (is_overdue OR is_due_5 OR is_unassigned OR is_returned OR is_registered_late OR is_missing)
        AND ((:channel)::text IS NULL OR channel = :channel)
        AND ((:block)::text IS NULL OR block = :block)
        AND ((:executor)::text IS NULL OR executor = :executor)
),

counted AS (
    SELECT
        count(*) AS n_all,
        count(*) FILTER (WHERE is_asked) AS n_asked,
        count(*) FILTER (WHERE is_overdue) AS n_overdue,
        count(*) FILTER (WHERE is_due_1) AS n_due_1,
        count(*) FILTER (WHERE is_due_3) AS n_due_3,
        count(*) FILTER (WHERE is_due_5) AS n_due_5,
        count(*) FILTER (WHERE is_due_after_today) AS n_due_after_today,
        count(*) FILTER (WHERE is_unassigned) AS n_unassigned,
        count(*) FILTER (WHERE is_returned) AS n_returned,
        count(*) FILTER (WHERE is_registered_late) AS n_registered_late,
        count(*) FILTER (WHERE is_missing) AS n_missing,
        count(*) FILTER (WHERE cardinality(helps) > 0) AS n_helpful
    FROM listed
),

page AS (
    SELECT *
    FROM listed
    WHERE
        is_asked
        AND (
            (:after_key)::uuid IS NULL
            OR (place_rank, place_term, message_key)
            > ((:after_rank)::integer, (:after_term)::timestamptz, (:after_key)::uuid)
        )
    ORDER BY place_rank, place_term, message_key
    LIMIT :n_rows
)

SELECT
    counted.*,
    page.message_key,
    page.channel,
    page.block,
    page.executor,
    page.helps,
    page.missing_since,
    page.term_at,
    page.control_at,
    page.due_within,
    page.is_overdue,
    page.is_unassigned,
    page.is_returned,
    page.is_registered_late,
    page.is_missing,
    page.place_rank,
    message.source_number,
    message.number_year
FROM counted
LEFT JOIN page ON TRUE
LEFT JOIN core.message AS message ON page.message_key = message.message_key
ORDER BY page.place_rank, page.place_term, page.message_key;
