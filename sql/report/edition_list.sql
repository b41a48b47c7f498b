-- grain: one edition of one quarter, the newest first, with the registration of its letter that counts
SELECT
    edition.edition_id,
    edition.number,
    edition.kind,
    edition.as_of,
    edition.issued_at,
    edition.values_hash,
    edition.face,
    edition.remarks,
    letter.number AS letter_number,
    letter.registered_on,
    letter.registered_by,
    edition.edition_id IN (SELECT edition_finding.edition_id FROM meta.edition_finding) AS is_blocked
FROM meta.edition
LEFT JOIN LATERAL (
    SELECT
        letter_registration.number,
        letter_registration.registered_on,
        letter_registration.registered_by
    FROM meta.letter_registration
    WHERE letter_registration.edition_id = edition.edition_id
    ORDER BY letter_registration.registered_at DESC
    LIMIT 1
) AS letter ON TRUE
WHERE edition.municipality = :municipality AND edition.quarter = :quarter
ORDER BY edition.edition_id DESC;
