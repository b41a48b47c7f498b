-- grain: the mails of one occasion that have not arrived: those to whoever is no recipient any more are withdrawn, those
-- to whoever is one again are taken up
UPDATE meta.delivery
SET withdrawn_at = CASE WHEN recipient = ANY(CAST(:recipients AS text[])) THEN NULL ELSE CAST(:now AS timestamptz) END
WHERE
    municipality = :municipality
    AND occasion = :occasion
    AND state <> 'sent'
    AND (withdrawn_at IS NULL) IS DISTINCT FROM (recipient = ANY(CAST(:recipients AS text[])));
