-- grain: messages with one phase at :cut and equal contributions then and at the quarter's end; sums of means beside
WITH finally AS (
    {{ judged }}
),

known AS (
    WITH fct_message AS (
        {{ known_facts }}
    )

    SELECT judged.* FROM (
        {{ judged }}
    ) AS judged
),

phases AS (
    SELECT
        message_key,
        CASE
            WHEN registered_at > :cut THEN 'new'
            WHEN least(first_final_answer_at, gone_at) <= :cut THEN 'closed'
            ELSE 'open'
        END AS phase
    FROM fct_message
    WHERE last_event_at >= :t0 OR registered_at >= :year_ago_t0
)

SELECT
    {{ keys }},
    {{ sums }}
FROM finally
INNER JOIN phases ON finally.message_key = phases.message_key
LEFT JOIN known ON finally.message_key = known.message_key
GROUP BY {{ grouped }}
