-- grain: one open row of the quarantine
SELECT
    file.channel,
    file.name AS file,
    coalesce(sheet.title, '') AS sheet,
    entry.row_no AS row,
    entry.column_name AS "column",
    entry.code,
    entry.reason
FROM meta.rejected_row AS entry
INNER JOIN landing.file AS file ON entry.file_id = file.file_id
LEFT JOIN landing.file_sheet AS sheet ON entry.file_id = sheet.file_id AND entry.sheet_no = sheet.sheet_no
WHERE entry.state = 'open' AND file.municipality = :municipality AND file.channel = any(:channels)
ORDER BY file.channel, file.exported_at, file.name, entry.sheet_no, entry.row_no
