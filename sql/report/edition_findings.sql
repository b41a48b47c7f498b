-- grain: one finding of one edition, in the order in which they were found
SELECT
    file,
    place,
    kind
FROM meta.edition_finding
WHERE edition_id = :edition_id
ORDER BY position
