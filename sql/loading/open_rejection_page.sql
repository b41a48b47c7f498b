-- grain: one open row of the quarantine, the newest refusal first
SELECT
    entry.rejected_row_id AS row_id,
    file.channel,
    file.registrar,
    file.form,
    file.file_id,
    file.name AS file,
    file.stored_url,
    file.exported_at,
    coalesce(sheet.title, '') AS sheet,
    entry.sheet_no,
    entry.row_no,
    entry.source_number,
    entry.message_key,
    entry.column_name,
    entry.code,
    entry.reason
FROM meta.rejected_row AS entry
INNER JOIN landing.file AS file ON entry.file_id = file.file_id
LEFT JOIN landing.file_sheet AS sheet ON entry.file_id = sheet.file_id AND entry.sheet_no = sheet.sheet_no
WHERE
    entry.state = 'open'
    AND file.municipality = :municipality
    AND (cast(:row_id AS bigint) IS NULL OR entry.rejected_row_id = :row_id)
    AND (cast(:channel AS text) IS NULL OR file.channel = :channel)
    AND (cast(:code AS text) IS NULL OR entry.code = :code)
    AND (cast(:after AS bigint) IS NULL OR entry.rejected_row_id < :after)
ORDER BY entry.rejected_row_id DESC
LIMIT :n_rows
