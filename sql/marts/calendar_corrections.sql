-- grain: one correction of one day, whenever learnt; svodka.calendar.in_force chooses, as working_calendar.sql does
SELECT
    day,
    known_from,
    is_working,
    is_short,
    completes_year
FROM calendar_override;
