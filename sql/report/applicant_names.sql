-- grain: one spelling of one applicant's name
SELECT name
FROM pii.applicant
