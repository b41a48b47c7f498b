-- grain: one computation that gave the values of an edition; that of the asked moment first, then the newest
SELECT
    as_of,
    gaps_at,
    file_change_id,
    rules_hash
FROM meta.edition_computation
WHERE edition_id = :edition_id
ORDER BY as_of = :as_of DESC, as_of DESC
LIMIT 1;
