-- grain: one row of a fact of pages that gives anything to one indicator in one slice, numerator rows first
WITH given AS (
    {{ membership }}
)

SELECT *
FROM given
WHERE given.{{ numerator }} <> 0 OR given.{{ denominator }} <> 0 OR given.{{ n_unknown }} <> 0
ORDER BY given.{{ numerator }} > 0 DESC, given.{{ denominator }} <> 0 DESC, {{ row_key }}
