-- grain: one indicator of the index with its weight above 0 and its worst value, as they hold for a quarter
SELECT
    indicator,
    weight,
    worst,
    source
FROM (
    SELECT DISTINCT ON (indicator)
        indicator,
        weight,
        worst,
        source
    FROM meta.index_weight
    WHERE valid_from <= :first_day AND known_from <= :known_on
    ORDER BY indicator ASC, valid_from DESC, known_from DESC
) AS in_force
WHERE weight > 0
ORDER BY indicator;
