-- grain: one file of one edition whose bytes have the sum; the newest edition first (equal bytes may be issued twice)
SELECT
    edition.quarter,
    edition.number,
    edition_file.name
FROM meta.edition_file
INNER JOIN meta.edition ON edition_file.edition_id = edition.edition_id
WHERE edition.municipality = :municipality AND edition_file.sha256 = :sha256
ORDER BY edition.edition_id DESC
LIMIT 1;
