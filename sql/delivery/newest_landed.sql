-- grain: the moment the newest bytes were landed, of all channels; null when nothing was
SELECT max(landed_at) AS as_of
FROM landing.file
WHERE municipality = :municipality AND landed_at <= :now;
