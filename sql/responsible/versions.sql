-- grain: one accepted version of the town's table, the oldest first
SELECT
    version,
    file_name,
    accepted_at,
    accepted_by
FROM meta.responsible_version
WHERE municipality = :municipality AND accepted_at <= :as_of
ORDER BY version;
