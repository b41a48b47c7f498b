-- grain: one valid message, seen from the quarter [t0, t1); events from t1 on have not happened yet
-- key: message_key
-- slices: channel, legal_regime, block, executor, channel × block
-- in_<event>: the event lies in the quarter. Cohorts as in domain §10.1: REG, ANS, DUE.
SELECT
    channel,
    legal_regime,
    block,
    executor,
    case_key,
    state_hash,
    message_key,
    status,
    outcome,
    is_solvable,
    is_repeat,
    is_fast_track,
    is_clock_from_source,
    is_extension_undated,
    rating,
    received_on,
    registered_on,
    registration_due_on,
    forwarding_due_on,
    fast_track_due_on,
    first_final_answer_at,
    public_answer_seconds,
    final_answer_seconds,
    final_answer_days,
    (transferred_at AT TIME ZONE :timezone)::date AS transferred_on,
    (first_final_answer_at AT TIME ZONE :timezone)::date AS answered_on,
    registered_at >= :t0 AND registered_at < :t1 AS in_reg,
    registered_at >= :previous_t0 AND registered_at < :t0 AS in_previous_reg,
    registered_at >= :year_ago_t0 AND registered_at < :year_ago_t1 AS in_year_ago_reg,
    coalesce(first_final_answer_at >= :t0 AND first_final_answer_at < :t1, FALSE) AS in_ans,
    coalesce(first_public_answer_at >= :t0 AND first_public_answer_at < :t1, FALSE) AS in_public_answer,
    coalesce(interim_answer_at >= :t0 AND interim_answer_at < :t1, FALSE) AS in_interim_answer,
    coalesce(closed_at >= :t0 AND closed_at < :t1, FALSE) AS in_closed,
    coalesce(transferred_at >= :t0 AND transferred_at < :t1, FALSE) AS in_transferred,
    coalesce(returned_by_applicant_at >= :t0 AND returned_by_applicant_at < :t1, FALSE) AS in_returned,
    coalesce(rated_at >= :t0 AND rated_at < :t1, FALSE) AS in_rated,
    coalesce(rated_at < :t1, FALSE) AS is_rated,
    message_key = any(:marked) AS in_marked,
    message_key = any(:marked_good) AS in_marked_good,
    coalesce(extension_decided_at >= :t0 AND extension_decided_at < :t1, FALSE) AS in_extended,
    coalesce(first_final_answer_at < :t1, FALSE) OR coalesce(gone_at < :t1, FALSE) AS is_worked_off,
    registered_at < :t0
    AND NOT coalesce(first_final_answer_at < :t0, FALSE)
    AND NOT coalesce(gone_at < :t0, FALSE) AS was_open_before,
    coalesce(due_effective_at >= :t0 AND due_effective_at < :t1, FALSE)
    AND NOT coalesce(gone_at <= due_effective_at, FALSE) AS in_due,
    answer_clock_at IS NULL OR answer_clock_at >= :t1 OR answer_clock_at > due_effective_at AS is_late,
    coalesce(final_due_at >= :t0 AND final_due_at < :t1, FALSE)
    AND NOT coalesce(gone_at <= final_due_at, FALSE) AS in_final_due,
    first_final_answer_at IS NULL OR first_final_answer_at >= :t1 OR first_final_answer_at > final_due_at
        AS is_final_late,
    -- Holds wherever a cohort does (a column in_… or was_…): the scan reads no other rows when all it counts is in one
    (last_event_at >= :t0 AND first_event_at < :t1)
    OR (registered_at >= :previous_t0 AND registered_at < :t0)
    OR (registered_at >= :year_ago_t0 AND registered_at < :year_ago_t1)
    OR message_key = any(:marked) AS is_concerned
FROM fct_message
WHERE is_valid AND municipality = :municipality AND NOT (message_key = any(:excluded))
