-- grain: one journal of one channel that has ever sent a file
SELECT DISTINCT
    channel,
    registrar
FROM landing.file
WHERE municipality = :municipality
ORDER BY channel, registrar;
