-- grain: one address that has been told, on one day at least, that the quarter's report is not out
SELECT DISTINCT recipient
FROM meta.delivery
WHERE
    municipality = :municipality
    AND occasion LIKE 'escalation/' || :quarter || '/%'
    AND occasion <> 'escalation/' || :quarter || '/out'
    AND state IN ('sent', 'uncertain');
