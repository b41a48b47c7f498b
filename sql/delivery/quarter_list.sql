-- grain: one quarter whose report has begun, before the one asked for (null: from the newest on), the newest first
SELECT quarter
FROM meta.quarter
WHERE municipality = :municipality AND coalesce(quarter < :before, TRUE)
ORDER BY quarter DESC
LIMIT :n;
