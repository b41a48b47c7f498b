-- grain: one letter of the guard that has not left: withdrawn when it is not wanted now, waiting again when it is
UPDATE meta.delivery
SET
    withdrawn_at = CASE
        WHEN occasion || ' ' || recipient = ANY(CAST(:wanted AS text[])) THEN NULL ELSE CAST(:now AS timestamptz)
    END
WHERE
    municipality = :municipality
    AND (occasion LIKE 'guard/' || :quarter || '/%' OR occasion LIKE 'escalation/' || :quarter || '/%')
    AND state <> 'sent'
    AND (withdrawn_at IS NULL) IS DISTINCT FROM (occasion || ' ' || recipient = ANY(CAST(:wanted AS text[])));
