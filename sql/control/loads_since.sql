-- grain: the one row of the loads of the town: whether one has ended since a moment, whether one is under way (one that
-- began more than an hour ago and has no end is dead)
SELECT
    coalesce(bool_or(status = 'loaded' AND finished_at > :since), FALSE) AS has_loaded,
    coalesce(
        bool_or(status IN ('extracted', 'validated') AND started_at > (:now)::timestamptz - interval '1 hour'), FALSE
    ) AS is_loading
FROM meta.load
WHERE
    municipality = :municipality
    AND (finished_at > :since OR (finished_at IS NULL AND started_at > (:now)::timestamptz - interval '1 hour'));
