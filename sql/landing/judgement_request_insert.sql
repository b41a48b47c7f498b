-- grain: one wish that the rows of one loaded file be judged again
INSERT INTO meta.judgement_request (file_id, after_load_id, asked_by, asked_at)
SELECT
    file.file_id,
    max(account.load_id),
    :asked_by,
    :asked_at
FROM landing.file AS file
INNER JOIN meta.load_file AS account ON file.file_id = account.file_id
WHERE
    file.file_id = :file_id
    AND file.municipality = :municipality
    AND file.state = 'loaded'
    AND account.state IN ('loaded', 'refused', 'stopped')
GROUP BY file.file_id
RETURNING file_id
