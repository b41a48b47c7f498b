-- grain: the number of one edition of a quarter
SELECT number
FROM meta.edition
WHERE municipality = :municipality AND quarter = :quarter
ORDER BY edition_id;
