-- grain: one row of a fact of messages that gives something to one side of one indicator, the newest registered first
-- A page begins after the last row of the page before (after_on: its day, after_key: its key as one text). The few rows
-- are picked from the fact alone; only they are looked up.
WITH given AS (
    {{ membership }}
),

picked AS (
    SELECT
        given.message_key,
        {{ ordered_by }} AS ordered_on,
        {{ row_key }} AS row_key
    FROM given
    WHERE
        {{ side }}
        AND (
            (:after_on)::date IS NULL
            OR ({{ ordered_by }}, {{ row_key }}) < ((:after_on)::date, (:after_key)::text)
        )
    ORDER BY ordered_on DESC, row_key DESC
    LIMIT :size
)

SELECT
    picked.message_key,
    message.source_number AS number,
    nullif(message.number_year, 0) AS number_year,
    fact.channel,
    fact.block,
    fact.executor,
    fact.registered_at,
    fact.due_effective_at,
    fact.answer_clock_at AS answered_at,
    picked.ordered_on,
    picked.row_key
FROM picked
INNER JOIN fct_message AS fact ON picked.message_key = fact.message_key
INNER JOIN message ON picked.message_key = message.message_key
ORDER BY picked.ordered_on DESC, picked.row_key DESC;
