-- grain: one edition that has a file of the name, the newest first
SELECT
    edition.quarter,
    edition.number
FROM meta.edition
INNER JOIN meta.edition_file ON edition.edition_id = edition_file.edition_id
WHERE edition.municipality = :municipality AND edition_file.name = :name
ORDER BY edition.edition_id DESC;
