-- grain: one channel with the day from which on all its sources (registrar and form) are covered by exports
SELECT
    channel,
    max(first_day) AS covered_since
FROM (
    SELECT
        channel,
        registrar,
        form,
        min(covers_from) AS first_day
    FROM landing.file
    WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :as_of AND covers_from IS NOT NULL
    GROUP BY channel, registrar, form
) AS source
GROUP BY channel
ORDER BY channel;
