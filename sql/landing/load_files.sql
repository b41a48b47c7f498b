-- grain: one arrived name of a file in one load
SELECT
    entry.channel,
    entry.status,
    entry.started_at,
    entry.finished_at,
    account.name,
    account.state,
    account.rows_read,
    account.rows_loaded,
    account.rows_unchanged,
    account.rows_rejected,
    account.rows_foreign,
    account.message,
    file.registrar,
    file.business_day
FROM meta.load AS entry
LEFT JOIN meta.load_file AS account ON entry.load_id = account.load_id
LEFT JOIN landing.file AS file ON account.file_id = file.file_id
WHERE entry.municipality = :municipality AND entry.load_id = :load_id
ORDER BY file.exported_at, account.name;
