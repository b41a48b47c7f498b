-- grain: one registration of the letter of one edition, the newest last
SELECT
    number,
    registered_on,
    registered_at,
    registered_by
FROM meta.letter_registration
WHERE edition_id = :edition_id
ORDER BY registered_at;
