-- grain: the newest edition of a quarter among the preliminary, the issued or those of one number (null: whichever)
SELECT
    edition_id,
    number,
    kind,
    schema_name,
    as_of_text,
    issued_at,
    values_hash,
    rules_hash,
    coverage,
    face,
    remarks
FROM meta.edition
WHERE
    municipality = :municipality
    AND quarter = :quarter
    AND coalesce((number LIKE '0.%') = :is_preliminary, TRUE)
    AND coalesce(number = :number, TRUE)
ORDER BY edition_id DESC
LIMIT 1;
