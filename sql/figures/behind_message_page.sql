-- grain: one row of a fact of messages that gives something to one side of one indicator, the newest registered first
-- A page begins after the last row of the page before (after_at: its registration, after_key: its key as one text).
WITH given AS (
    {{ membership }}
)

SELECT
    given.message_key,
    message.source_number AS number,
    nullif(message.number_year, 0) AS number_year,
    fact.channel,
    fact.block,
    fact.executor,
    fact.registered_at,
    fact.due_effective_at,
    fact.answer_clock_at AS answered_at,
    {{ row_key }} AS row_key
FROM given
INNER JOIN fct_message AS fact ON given.message_key = fact.message_key
INNER JOIN message ON given.message_key = message.message_key
WHERE
    {{ side }}
    AND (
        (:after_at)::timestamptz IS NULL
        OR (fact.registered_at, {{ row_key }}) < ((:after_at)::timestamptz, (:after_key)::text)
    )
ORDER BY fact.registered_at DESC, row_key DESC
LIMIT :size;
