-- grain: one file of one edition
SELECT
    name,
    media_type,
    sha256,
    n_bytes
FROM meta.edition_file
WHERE edition_id = :edition_id
ORDER BY CASE WHEN name LIKE '%.xlsx' THEN 0 ELSE 1 END, name DESC;
