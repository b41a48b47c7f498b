-- grain: one kind of comparison in one channel; unknown: the source says something, we cannot say what we think
SELECT
    kind,
    channel,
    count(agrees) AS n_compared,
    count(*) FILTER (WHERE agrees) AS n_agree,
    count(*) FILTER (WHERE NOT agrees) AS n_differ,
    count(*) FILTER (WHERE kind = 'overdue' AND NOT agrees AND source_is_late) AS n_late_by_source_only,
    count(*) FILTER (WHERE kind = 'overdue' AND NOT agrees AND we_are_late) AS n_late_by_us_only,
    count(*) FILTER (WHERE agrees IS NULL) AS n_unknown
FROM reconciliation
GROUP BY kind, channel
ORDER BY kind DESC, channel ASC;
