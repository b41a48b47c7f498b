-- grain: one row: the drawn weeks next to :week, and the newest of all
SELECT
    max(week) FILTER (WHERE week < :week) AS older,
    min(week) FILTER (WHERE week > :week) AS newer,
    max(week) AS newest
FROM meta.answer_sample
WHERE municipality = :municipality;
