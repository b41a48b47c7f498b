-- grain: one official page that is kept, in one ISO week whose Monday lies in the quarter
-- key: ogrn, page_id, week
-- slices: channel
SELECT
    channel,
    ogrn,
    page_id,
    week,
    posts
FROM fct_page_week
WHERE is_kept AND week >= :first_day AND week <= :last_day AND municipality = :municipality
