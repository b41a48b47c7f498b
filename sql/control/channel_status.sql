-- grain: one channel
SELECT
    (
        SELECT max(business_day) FROM landing.file
        WHERE municipality = :municipality AND channel = :channel AND state = 'loaded'
    ) AS newest_export,
    (
        SELECT count(*) FROM landing.file
        WHERE municipality = :municipality AND channel = :channel AND state = 'landed'
    ) AS waiting,
    (
        SELECT count(*) FROM meta.rejected_row AS entry
        INNER JOIN landing.file AS file ON entry.file_id = file.file_id
        WHERE file.municipality = :municipality AND file.channel = :channel AND entry.state = 'open'
    ) AS rejected,
    (
        SELECT max(finished_at) FROM meta.load
        WHERE municipality = :municipality AND channel = :channel AND status = 'loaded'
    ) AS last_load
