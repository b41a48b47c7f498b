-- grain: one day of the calendar as known at :known_on, with its number among the working days
-- Shortened days are left out: terms in hours ignore them (domain §16.15).
DROP TABLE IF EXISTS pg_temp.working_calendar;

CREATE TEMP TABLE working_calendar ON COMMIT DROP AS
WITH correction AS (
    SELECT DISTINCT ON (day)
        day,
        is_working,
        completes_year
    FROM calendar_override
    WHERE known_from <= :known_on
    ORDER BY day ASC, known_from DESC
),

completed_year AS (
    SELECT DISTINCT extract(YEAR FROM day) AS year
    FROM correction
    WHERE completes_year
),

corrected AS (
    SELECT
        base.day,
        coalesce(correction.is_working, base.is_working) AS is_working,
        base.is_official OR completed_year.year IS NOT NULL AS is_official
    FROM dim_calendar AS base
    LEFT JOIN correction ON base.day = correction.day
    LEFT JOIN completed_year ON extract(YEAR FROM base.day) = completed_year.year
)

SELECT
    day,
    is_working,
    is_official,
    count(*) FILTER (WHERE is_working) OVER (ORDER BY day) AS working_no,
    max(day) FILTER (WHERE is_working) OVER (ORDER BY day) AS previous_working_on,
    -- Where the known calendar ends on either side; a day beyond the table is as unknown as one of a year without decree
    coalesce(max(day) FILTER (WHERE NOT is_official) OVER (ORDER BY day), min(day) OVER () - 1) AS last_unknown_on,
    coalesce(
        min(day) FILTER (WHERE NOT is_official) OVER (ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        max(day) OVER () + 1
    ) AS next_unknown_on
FROM corrected;

-- The planner cannot guess how few rows the joins below leave; with indexes a wrong guess costs little.
CREATE UNIQUE INDEX ON working_calendar (day);
CREATE UNIQUE INDEX ON working_calendar (working_no) WHERE is_working;

ANALYZE working_calendar;
