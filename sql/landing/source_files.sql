-- grain: one loaded file of a channel that was known at as_of
SELECT
    registrar,
    form,
    covers_from,
    covers_to,
    business_day
FROM {{ files | default('landing.file') }}
WHERE municipality = :municipality AND channel = :channel AND state = 'loaded' AND landed_at <= :as_of
ORDER BY covers_to
