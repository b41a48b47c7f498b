-- grain: one answer drawn from those of one week, with its newest mark
SELECT
    sample.message_key,
    sample.executor,
    sample.channel,
    sample.source_number AS number,
    sample.answered_at,
    newest.is_good,
    newest.marked_at
FROM meta.answer_sample AS sample
LEFT JOIN LATERAL (
    SELECT
        mark.is_good,
        mark.marked_at
    FROM meta.answer_mark AS mark
    WHERE mark.message_key = sample.message_key
    ORDER BY mark.marked_at DESC
    LIMIT 1
) AS newest ON TRUE
WHERE sample.municipality = :municipality AND sample.week = :week
ORDER BY sample.executor ASC NULLS LAST, sample.place ASC;
