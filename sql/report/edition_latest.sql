-- grain: the newest edition of a quarter, preliminary or issued
SELECT
    edition_id,
    number,
    kind,
    schema_name,
    as_of_text,
    issued_at,
    values_hash,
    rules_hash,
    coverage
FROM meta.edition
WHERE municipality = :municipality AND quarter = :quarter AND (number LIKE '0.%') = :is_preliminary
ORDER BY edition_id DESC
LIMIT 1;
