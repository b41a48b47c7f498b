-- grain: one organisation of the register of pages in the quarter, as its newest week shows it (domain §16.28)
-- key: ogrn
-- slices: channel
SELECT
    channel,
    ogrn,
    NOT bool_or(has_legal_ground) FILTER (WHERE week = newest_week) AS is_obliged,
    bool_or(is_kept) FILTER (WHERE week = newest_week) AS is_kept,
    sum(posts) FILTER (WHERE is_kept AND week >= :last_30_days) AS posts
FROM (
    SELECT
        channel,
        ogrn,
        week,
        has_legal_ground,
        is_kept,
        posts,
        max(week) OVER (PARTITION BY channel, ogrn) AS newest_week
    FROM fct_page_week
    WHERE week >= :first_day AND week <= :last_day AND municipality = :municipality
) AS page_week
GROUP BY channel, ogrn
