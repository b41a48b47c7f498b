-- grain: one channel whose gap in the quarter a person lets pass: the newest word about it
SELECT DISTINCT ON (channel)
    channel,
    reason,
    waived_by,
    waived_at
FROM meta.waiver
WHERE municipality = :municipality AND quarter = :quarter
ORDER BY channel, waived_at DESC, waiver_id DESC;
