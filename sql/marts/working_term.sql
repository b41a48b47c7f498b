-- grain: one term of a touched message that runs in working time: of the answer, or of the final one after an interim
DROP TABLE IF EXISTS pg_temp.working_term;

CREATE TEMP TABLE working_term ON COMMIT DROP AS
WITH asked AS (
    SELECT
        message_key,
        'answer' AS step,
        answer_clock = 'working_hours' AS is_by_hours,
        answer_amount AS amount,
        answer_opens AS opens,
        extract(EPOCH FROM answer_closes - answer_opens)::integer AS seconds_a_day,
        CASE answer_clock WHEN 'working_hours' THEN clock_start_local ELSE registered_on END AS start_local
    FROM ruled_message
    WHERE answer_clock IN ('working_hours', 'working_days') AND NOT is_due_from_source
    UNION ALL
    SELECT
        message_key,
        'final_answer' AS step,
        final_clock = 'working_hours' AS is_by_hours,
        final_amount AS amount,
        final_opens AS opens,
        extract(EPOCH FROM final_closes - final_opens)::integer AS seconds_a_day,
        interim_local AS start_local
    FROM ruled_message
    WHERE final_clock IN ('working_hours', 'working_days') AND interim_local IS NOT NULL
),

-- A clock that starts on a working day before the closing counts from that day, else from the next working day
started AS (
    SELECT
        term.*,
        start.is_official,
        start.next_unknown_on,
        start.working_no,
        coalesce(
            start.is_working AND term.start_local::time < term.opens + make_interval(secs => term.seconds_a_day), FALSE
        ) AS is_start_open
    FROM asked AS term
    LEFT JOIN working_calendar AS start ON term.start_local::date = start.day
),

counted AS (
    SELECT
        started.*,
        CASE WHEN is_start_open THEN working_no ELSE working_no + 1 END AS first_working_no,
        amount * 3600
        + CASE WHEN is_start_open THEN greatest(0, extract(EPOCH FROM start_local::time - opens)::integer) ELSE 0 END
            AS seconds_to_run
    FROM started
)

SELECT
    counted.message_key,
    counted.step,
    finish.day + CASE
        WHEN is_by_hours
            THEN opens + make_interval(secs => seconds_to_run - (seconds_to_run - 1) / seconds_a_day * seconds_a_day)
        ELSE time '23:59:59'
    END AS finish_local,
    -- Hours look into the day of the start as well, days only into those after it
    CASE
        WHEN counted.is_official IS NULL OR (is_by_hours AND NOT counted.is_official)
            THEN extract(YEAR FROM start_local)::integer
        WHEN counted.next_unknown_on <= coalesce(finish.day, 'infinity')
            THEN extract(YEAR FROM counted.next_unknown_on)::integer
    END AS unknown_year
FROM counted
LEFT JOIN working_calendar AS finish
    ON finish.is_working AND finish.working_no = CASE
        WHEN is_by_hours THEN first_working_no + (seconds_to_run - 1) / seconds_a_day
        ELSE counted.working_no + amount
    END;

CREATE UNIQUE INDEX ON working_term (message_key, step);

ANALYZE working_term;
