-- grain: one official page that is kept in some week of the quarter, with the mean of its weekly scores
-- key: ogrn, page_id
-- slices: channel
-- points_720720: the mean of the points (of 90) × 720720, a common multiple of 1–16 weeks, so that it stays exact
SELECT
    channel,
    ogrn,
    page_id,
    count(points) > 0 AS has_score,
    sum(points) * (720720 / nullif(count(points), 0)) AS points_720720
FROM fct_page_week
WHERE is_kept AND week >= :first_day AND week <= :last_day AND municipality = :municipality
GROUP BY channel, ogrn, page_id
