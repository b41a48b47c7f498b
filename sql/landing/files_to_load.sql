-- grain: one file that a load of the channel takes, in the order of the exports
SELECT
    file_id,
    channel,
    registrar,
    form,
    sha256,
    name,
    landed_at,
    exported_at,
    business_day,
    stored_url,
    state
FROM landing.file
WHERE
    municipality = :municipality
    AND channel = :channel
    AND (
        NOT :is_exact AND state = 'landed'
        OR business_day BETWEEN cast(:first_day AS date) AND cast(:last_day AS date)
    )
ORDER BY exported_at, landed_at, sha256
