-- grain: one file of one of the editions asked for, in the order of reading
SELECT
    edition_id,
    name,
    media_type,
    sha256,
    n_bytes
FROM meta.edition_file
WHERE edition_id = ANY(:edition_ids)
ORDER BY
    CASE
        WHEN name LIKE 'svodka%' THEN 0
        WHEN name LIKE 'letter%' THEN 1
        WHEN name LIKE 'summary%' THEN 2
        WHEN name LIKE 'figures%' THEN 4
        ELSE 3
    END,
    name COLLATE "C" DESC;
