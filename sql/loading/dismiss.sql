-- grain: one open row that a person dismisses: by its number, or with all its like of one file that he has seen
UPDATE meta.rejected_row AS entry
SET
    state = 'dismissed',
    dismissed_by = :by,
    dismissed_reason = :reason,
    dismissed_at = :now
FROM landing.file AS file
WHERE
    entry.file_id = file.file_id
    AND file.municipality = :municipality
    AND entry.state = 'open'
    AND (
        entry.rejected_row_id = cast(:row_id AS bigint)
        OR entry.file_id = cast(:file_id AS integer)
        AND entry.code = cast(:code AS text)
        AND entry.rejected_row_id <= cast(:newest_id AS bigint)
    )
