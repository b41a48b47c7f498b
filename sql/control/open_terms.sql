-- grain: one open valid message whose term is over at :now, or whose term or control date comes before :horizon
-- An incident with an interim answer only is open until its final answer: its term is then the final one.
WITH open_message AS (
    SELECT
        fact.message_key,
        fact.channel,
        fact.block,
        fact.executor,
        CASE WHEN fact.answer_clock_at IS NULL THEN fact.due_effective_at ELSE fact.final_due_at END AS term_at,
        CASE WHEN fact.answer_clock_at IS NULL THEN fact.due_control_at END AS control_at
    FROM marts.fct_message AS fact
    WHERE
        fact.municipality = :municipality
        AND fact.is_valid
        AND fact.gone_at IS NULL
        AND fact.first_final_answer_at IS NULL
)

SELECT
    open_message.message_key,
    message.source_number,
    message.number_year,
    open_message.channel,
    open_message.block,
    open_message.executor,
    open_message.term_at,
    open_message.control_at,
    open_message.term_at < :now AS is_overdue
FROM open_message
INNER JOIN core.message AS message ON open_message.message_key = message.message_key
WHERE
    open_message.term_at < :now
    OR open_message.term_at < :horizon
    OR open_message.control_at < :horizon
ORDER BY open_message.term_at, open_message.channel, message.source_number;
