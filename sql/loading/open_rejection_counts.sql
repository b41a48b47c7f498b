-- grain: one code of one channel with open rows in the quarantine
SELECT
    file.channel,
    refused.code,
    sum(refused.n)::integer AS n
FROM (
    SELECT
        file_id,
        code,
        count(*) AS n
    FROM meta.rejected_row
    WHERE state = 'open'
    GROUP BY file_id, code
) AS refused
INNER JOIN landing.file AS file ON refused.file_id = file.file_id
WHERE file.municipality = :municipality
GROUP BY file.channel, refused.code
ORDER BY refused.code, file.channel
