-- grain: the moment at which the first of the loaded files was landed; null while there is none
SELECT min(landed_at) AS first_landed_at
FROM landing.file
WHERE municipality = :municipality AND state = 'loaded';
