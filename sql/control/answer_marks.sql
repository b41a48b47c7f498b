-- grain: one mark of one answer, the newest first
SELECT
    checklist_from,
    verdicts,
    is_good,
    comment,
    marked_by,
    marked_at
FROM meta.answer_mark
WHERE municipality = :municipality AND message_key = :message_key
ORDER BY marked_at DESC;
