-- grain: one channel with open rows of the quarantine: how many, and how many of them came with files landed since :since
SELECT
    file.channel,
    count(*) AS n_open,
    count(*) FILTER (WHERE file.landed_at >= :since) AS n_new
FROM meta.rejected_row AS entry
INNER JOIN landing.file AS file ON entry.file_id = file.file_id
WHERE file.municipality = :municipality AND entry.state = 'open' AND file.landed_at <= :now
GROUP BY file.channel;
