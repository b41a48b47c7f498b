-- grain: the open rows of one file that one rule has refused; no row when there are none
SELECT
    file.file_id,
    file.channel,
    file.name AS file,
    count(*) AS n,
    max(entry.rejected_row_id) AS newest_id
FROM landing.file AS file
INNER JOIN meta.rejected_row AS entry ON file.file_id = entry.file_id
WHERE file.municipality = :municipality AND file.file_id = :file_id AND entry.code = :code AND entry.state = 'open'
GROUP BY file.file_id, file.channel, file.name
