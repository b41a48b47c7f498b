-- grain: one loaded file of the touched sources, from the earliest touched one on, in the order of the exports
WITH touched_file AS (
    SELECT * FROM landing.file WHERE file_id = any(:file_ids)
)

SELECT file.file_id
FROM landing.file AS file
WHERE
    file.state = 'loaded'
    AND file.form <> all(cast(:forms_never_missing AS text[]))
    AND EXISTS (
        SELECT FROM touched_file
        WHERE
            touched_file.municipality = file.municipality
            AND touched_file.channel = file.channel
            AND touched_file.registrar = file.registrar
            AND touched_file.form = file.form
            AND (touched_file.exported_at, touched_file.landed_at, touched_file.sha256)
            <= (file.exported_at, file.landed_at, file.sha256)
    )
ORDER BY file.exported_at, file.landed_at, file.sha256
