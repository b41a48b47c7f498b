-- grain: one row of a fact of official pages that gives something to one side of one indicator, by its key
WITH given AS (
    {{ membership }}
)

SELECT
    given.*,
    {{ row_key }} AS row_key
FROM given
WHERE {{ side }} AND ((:after_key)::text IS NULL OR {{ row_key }} > (:after_key)::text)
ORDER BY row_key
LIMIT :size;
