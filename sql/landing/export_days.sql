-- grain: one business day of which one channel has sent an export that is loaded
SELECT DISTINCT
    channel,
    business_day
FROM landing.file
WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :as_of;
