-- grain: one valid message of the quarter and one thing that its source says by itself: its own overdue mark (kind
-- overdue), a ready response time (kind duration); beside it what we have computed, and why they may differ
-- Of the quarter: registered in it, or its term ends in it. Late as of judged_at, the newest export of the channel (the
-- source has spoken then; :as_of where there is none), not cut at the quarter's end: an open message whose term is over
-- is late. A difference of a time is one of more than a minute.
DROP TABLE IF EXISTS pg_temp.reconciliation;

CREATE TEMP TABLE reconciliation ON COMMIT DROP AS
WITH newest_export AS (
    SELECT
        channel,
        max(exported_at) AS exported_at
    FROM landing.file
    WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :as_of
    GROUP BY channel
),

told AS (
    SELECT
        fct_message.*,
        least(newest_export.exported_at, :as_of) AS judged_at,
        message.source_number,
        message.is_overdue_by_source,
        message.extended_due_at,
        message.received_at,
        message.assigned_at,
        message.answered_at AS last_answer_at,
        coalesce(message.due_at, message.control_at) AS source_due_at,
        extract(EPOCH FROM message.answer_duration)::bigint AS source_seconds,
        CASE
            WHEN fct_message.legal_regime = 'OPEN_SOURCE' THEN fct_message.public_answer_seconds
            ELSE fct_message.final_answer_seconds
        END AS our_seconds,
        (fct_message.answer_clock_at AT TIME ZONE :timezone)::date AS answered_on,
        (fct_message.due_effective_at AT TIME ZONE :timezone)::date AS due_on
    FROM fct_message
    INNER JOIN message ON fct_message.message_key = message.message_key
    LEFT JOIN newest_export ON fct_message.channel = newest_export.channel
    WHERE
        fct_message.is_valid
        AND fct_message.municipality = :municipality
        AND NOT (fct_message.message_key = any(:excluded))
        AND (
            (fct_message.registered_at >= :t0 AND fct_message.registered_at < :t1)
            OR (fct_message.due_effective_at >= :t0 AND fct_message.due_effective_at < :t1)
        )
),

judged AS (
    SELECT
        told.*,
        CASE
            WHEN due_effective_at IS NULL THEN NULL
            WHEN gone_at <= due_effective_at THEN FALSE
            ELSE coalesce(answer_clock_at > due_effective_at, due_effective_at < judged_at)
        END AS is_late,
        coalesce(answer_clock_at > source_due_at, source_due_at < judged_at) AS is_late_by_source_term,
        coalesce(answer_clock_at > due_at, due_at < judged_at) AS is_late_without_extension,
        coalesce(answer_clock_at > extended_due_at, extended_due_at < judged_at) AS is_late_by_any_extension
    FROM told
),

overdue AS (
    SELECT
        judged.*,
        'overdue' AS kind,
        is_late = is_overdue_by_source AS agrees,
        CASE
            WHEN gone_at IS NOT NULL AND status = 'TRANSFERRED' THEN 'transferred'
            WHEN gone_at IS NOT NULL AND status = 'WITHDRAWN' THEN 'withdrawn'
            WHEN gone_at IS NOT NULL THEN 'left_unanswered'
            WHEN
                due_effective_at <> due_at AND is_late_without_extension = is_overdue_by_source
                THEN 'extension_ignored'
            WHEN
                extended_due_at > due_effective_at AND is_late_by_any_extension = is_overdue_by_source
                THEN 'late_extension_taken'
            WHEN
                source_due_at <> due_effective_at AND is_late_by_source_term = is_overdue_by_source
                THEN 'other_term'
            WHEN last_answer_at > due_effective_at AND is_overdue_by_source THEN 'last_answer_counted'
            WHEN answered_on = due_on THEN 'last_day'
            WHEN NOT is_overdue_by_source AND interim_answer_at <= due_effective_at THEN 'interim_counted'
            ELSE 'unknown'
        END AS reason
    FROM judged
    WHERE is_overdue_by_source IS NOT NULL
),

duration AS (
    SELECT
        judged.*,
        'duration' AS kind,
        abs(our_seconds - source_seconds) <= 60 AS agrees,
        CASE
            WHEN abs(extract(EPOCH FROM answer_clock_at - assigned_at) - source_seconds) <= 60 THEN 'from_assignment'
            WHEN abs(extract(EPOCH FROM answer_clock_at - registered_at) - source_seconds) <= 60 THEN 'from_registration'
            WHEN abs(extract(EPOCH FROM answer_clock_at - received_at) - source_seconds) <= 60 THEN 'from_receipt'
            WHEN abs(extract(EPOCH FROM interim_answer_at - clock_start_at) - source_seconds) <= 60 THEN 'to_interim'
            WHEN
                last_answer_at > answer_clock_at
                AND abs(extract(EPOCH FROM last_answer_at - clock_start_at) - source_seconds) <= 60
                THEN 'to_last_answer'
            WHEN abs(extract(EPOCH FROM closed_at - clock_start_at) - source_seconds) <= 60 THEN 'to_closing'
            WHEN source_seconds % 86400 = 0 AND abs(our_seconds - source_seconds) <= 86400 THEN 'whole_days'
            WHEN source_seconds % 3600 = 0 AND abs(our_seconds - source_seconds) <= 3600 THEN 'whole_hours'
            WHEN source_seconds < our_seconds THEN 'working_time'
            ELSE 'unknown'
        END AS reason
    FROM judged
    -- where the time itself is the source's (an export without the date of the answer), there is nothing to compare
    WHERE source_seconds IS NOT NULL AND NOT is_clock_from_source
)

SELECT
    kind,
    message_key,
    channel,
    source_number,
    registered_on,
    judged_at,
    agrees,
    reason,
    is_overdue_by_source AS source_is_late,
    is_late AS we_are_late,
    source_due_at,
    due_effective_at AS our_due_at,
    answer_clock_at AS answered_at,
    source_seconds,
    our_seconds
FROM overdue
UNION ALL
SELECT
    kind,
    message_key,
    channel,
    source_number,
    registered_on,
    judged_at,
    agrees,
    reason,
    is_overdue_by_source AS source_is_late,
    is_late AS we_are_late,
    source_due_at,
    due_effective_at AS our_due_at,
    answer_clock_at AS answered_at,
    source_seconds,
    our_seconds
FROM duration;
