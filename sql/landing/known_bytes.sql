-- grain: one landed file of the same bytes, of any channel and journal
SELECT
    channel,
    registrar,
    name,
    state,
    landed_at
FROM landing.file
WHERE municipality = :municipality AND sha256 = :sha256
ORDER BY landed_at;
