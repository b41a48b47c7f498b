-- grain: one edition with one of the sums of values; the newest first
SELECT
    quarter,
    number
FROM meta.edition
WHERE municipality = :municipality AND values_hash = any(:hashes)
ORDER BY edition_id DESC
LIMIT 1;
