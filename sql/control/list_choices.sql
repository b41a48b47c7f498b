-- grain: the one row of the blocks and executors that open messages have: what the list can be narrowed to
SELECT
    coalesce(array_agg(DISTINCT block ORDER BY block), '{}') AS blocks,
    coalesce(array_agg(DISTINCT executor ORDER BY executor) FILTER (WHERE executor IS NOT NULL), '{}') AS executors
FROM marts.fct_message
WHERE municipality = :municipality AND is_valid AND gone_at IS NULL AND first_final_answer_at IS NULL;
