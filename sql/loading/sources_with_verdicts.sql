-- grain: one source (channel and registrar) of which a verdict on what vanished may have been known at :as_of
SELECT DISTINCT
    file.channel,
    file.registrar
FROM {{ files | default('landing.file') }} AS file
WHERE
    file.municipality = :municipality
    AND file.state = 'loaded'
    AND file.landed_at <= :as_of
    AND (
        file.channel = any(cast(:channels AS text[]))
        OR EXISTS (
            SELECT FROM meta.absence_decision AS decision
            WHERE
                decision.municipality = file.municipality
                AND decision.channel = file.channel
                AND NOT decision.is_by_contract
                AND decision.decided_at <= :as_of
        )
    )
ORDER BY file.channel, file.registrar
