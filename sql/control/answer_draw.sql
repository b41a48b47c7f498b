-- grain: one answer drawn from those whose first final answer was given in [t0, t1); nothing when the week has been drawn
-- The order is a hash of the message and of what everybody knows beforehand: nobody can pick an answer, and whoever draws
-- gets the same ones.
WITH eligible AS (
    SELECT
        fact.message_key,
        fact.executor,
        fact.channel,
        fact.first_final_answer_at
    FROM marts.fct_message AS fact
    WHERE
        fact.municipality = :municipality
        AND fact.is_valid
        AND fact.first_final_answer_at >= :t0 AND fact.first_final_answer_at < :t1
        -- The same once more by the columns of an index
        AND fact.last_event_at >= :t0 AND fact.first_event_at < :t1
        AND NOT (fact.message_key = any(:excluded))
        AND NOT EXISTS (
            SELECT
            FROM meta.answer_sample AS drawn
            WHERE drawn.municipality = :municipality AND drawn.week = cast(:week AS date)
        )
        AND NOT EXISTS (
            SELECT
            FROM meta.answer_sample AS known
            WHERE known.municipality = :municipality AND known.message_key = fact.message_key
        )
),

placed AS (
    SELECT
        eligible.*,
        row_number() OVER (
            PARTITION BY eligible.executor
            ORDER BY
                sha256(
                    convert_to(
                        concat_ws(
                            '|', :salt, :municipality, cast(cast(:week AS date) AS text), eligible.executor,
                            eligible.message_key
                        ), 'UTF8'
                    )
                ), eligible.message_key
        ) AS place
    FROM eligible
)

INSERT INTO meta.answer_sample
SELECT
    message.municipality,
    placed.message_key,
    cast(:week AS date) AS week,
    placed.executor,
    placed.place,
    placed.channel,
    message.source_number,
    placed.first_final_answer_at AS answered_at,
    :now AS drawn_at
FROM placed
INNER JOIN core.message AS message ON placed.message_key = message.message_key
WHERE placed.place <= :answers_a_week;
