-- grain: one year of dim_calendar by its days that are not as the week would have them; svodka.production_calendar
SELECT
    extract(YEAR FROM day)::integer AS year,
    bool_and(is_official) AS is_official,
    coalesce(array_agg(day) FILTER (WHERE NOT is_working AND extract(ISODOW FROM day) < 6), '{}') AS days_off,
    coalesce(array_agg(day) FILTER (WHERE is_working AND extract(ISODOW FROM day) >= 6), '{}') AS worked_weekends,
    coalesce(array_agg(day) FILTER (WHERE is_short), '{}') AS short_days
FROM dim_calendar
GROUP BY extract(YEAR FROM day);
