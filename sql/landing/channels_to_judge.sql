-- grain: one channel with a file whose rows a person wants judged again and that no load has read since
SELECT DISTINCT file.channel
FROM meta.judgement_request AS request
INNER JOIN landing.file AS file ON request.file_id = file.file_id
WHERE
    file.municipality = :municipality
    AND file.state = 'loaded'
    AND NOT EXISTS (
        SELECT FROM meta.load_file AS account
        WHERE
            account.file_id = request.file_id
            AND account.load_id > request.after_load_id
            AND account.state IN ('loaded', 'refused', 'stopped')
    )
ORDER BY file.channel
