-- grain: one official page in one ISO week, with its points of 90 (domain §16.28); only the touched are written
DELETE FROM fct_page_week
USING touched_page_week
WHERE fct_page_week.page_week_key = touched_page_week.page_week_key;

INSERT INTO fct_page_week
WITH reached AS (
    SELECT
        page_week.*,
        CASE
            WHEN subscribers = 0 OR reach_week::numeric < subscribers * 0.3 THEN 0
            WHEN reach_week::numeric < subscribers * 0.5 THEN 5
            WHEN reach_week::numeric < subscribers * 0.7 THEN 7
            WHEN reach_week IS NOT NULL AND subscribers IS NOT NULL THEN 10
        END AS reach_points
    FROM touched_page_week
    INNER JOIN page_week ON touched_page_week.page_week_key = page_week.page_week_key
)

SELECT
    page_week_key,
    municipality,
    channel,
    ogrn,
    page_id,
    week,
    coalesce(status = 'KEPT', FALSE) AS is_kept,
    coalesce(trim(legal_ground) <> '', FALSE) AS has_legal_ground,
    posts,
    -- a sum with a null is null: a row with any of the seven cells empty has no score
    CASE WHEN is_connected THEN 10 WHEN NOT is_connected THEN 0 END
    + CASE WHEN has_gos_badge THEN 10 WHEN NOT has_gos_badge THEN 0 END
    + 0.2 * design_percent
    + CASE WHEN widgets >= 2 THEN 10 WHEN widgets = 1 THEN 5 WHEN widgets IS NOT NULL THEN 0 END
    + CASE WHEN posts >= 3 THEN 30 WHEN posts IS NOT NULL THEN 0 END
    + CASE WHEN reach_week IS NOT NULL THEN reach_points END AS points
FROM reached;
