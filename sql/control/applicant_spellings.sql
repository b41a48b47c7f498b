-- grain: one spelling of the name of one applicant
SELECT name
FROM pii.applicant
WHERE applicant_key = :applicant_key;
