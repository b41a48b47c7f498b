-- grain: one channel: whether a load of it is under way; one that was left behind by a dead process is not
SELECT count(*) > 0 FROM meta.load
WHERE
    municipality = :municipality AND channel = :channel AND status IN ('extracted', 'validated')
    AND started_at > cast(:now AS timestamptz) - interval '30 minutes'
