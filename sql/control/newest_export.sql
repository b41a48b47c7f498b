-- grain: one channel: the day that its newest loaded export speaks of
SELECT
    channel,
    max(business_day) AS newest_export
FROM landing.file
WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :now
GROUP BY channel;
