-- grain: one message that is missing now, with the export that held it last and the newest decision about it
WITH missing AS (
    SELECT
        message_key,
        channel,
        source_number,
        number_year,
        registered_at,
        missing_since,
        absence_verdict
    FROM core.message
    WHERE
        municipality = :municipality
        AND missing_since IS NOT NULL
        AND absence_verdict IS NOT DISTINCT FROM cast(:verdict AS text)
        AND (cast(:channel AS text) IS NULL OR channel = :channel)
        AND (missing_since, message_key) < (cast(:after_at AS timestamptz), cast(:after_key AS uuid))
    ORDER BY missing_since DESC, message_key DESC
    LIMIT :n_rows
)

SELECT
    missing.message_key,
    missing.channel,
    missing.source_number,
    missing.number_year,
    missing.registered_at,
    missing.missing_since,
    fact.status,
    fact.block,
    fact.executor,
    last_seen.name AS last_file,
    last_seen.exported_at AS last_exported_at,
    newest.action,
    newest.is_by_contract,
    newest.reason,
    newest.decided_by,
    newest.decided_at
FROM missing
LEFT JOIN marts.fct_message AS fact ON missing.message_key = fact.message_key
LEFT JOIN LATERAL (
    SELECT
        file.name,
        file.exported_at
    FROM core.message_seen AS seen
    INNER JOIN landing.file AS file ON seen.file_id = file.file_id
    WHERE seen.message_key = missing.message_key
    ORDER BY file.exported_at DESC, file.landed_at DESC
    LIMIT 1
) AS last_seen ON TRUE
LEFT JOIN LATERAL (
    SELECT
        decision.action,
        decision.is_by_contract,
        decision.reason,
        decision.decided_by,
        decision.decided_at
    FROM meta.absence_decision AS decision
    WHERE
        decision.message_key = missing.message_key
        AND missing.absence_verdict IS NOT NULL
        AND decision.missing_since >= missing.missing_since
    ORDER BY decision.is_by_contract ASC, decision.decided_at DESC
    LIMIT 1
) AS newest ON TRUE
ORDER BY missing.missing_since DESC, missing.message_key DESC
