-- grain: the one row of the moment for which the effects of a quarter are kept; none when they are not
SELECT as_of
FROM marts.control_effect_known
WHERE municipality = :municipality AND quarter = :quarter;
