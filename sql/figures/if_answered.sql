-- grain: one open valid message, as it would be had its final answer been given at the candidate moment
-- candidate: open (not answered at all), now, term, final_term, quarter_end; a moment that is over is none.
SELECT
    {{ kept_columns }},
    fact.answered_at AS first_final_answer_at,
    coalesce(fact.first_public_answer_at, fact.answered_at) AS first_public_answer_at,
    CASE
        WHEN fact.legal_regime = 'OPEN_SOURCE' THEN coalesce(fact.first_public_answer_at, fact.answered_at)
        ELSE fact.answered_at
    END AS answer_clock_at
FROM (
    SELECT
        fct_message.*,
        CASE (:candidate)::text
            WHEN 'now' THEN (:as_of)::timestamptz
            WHEN 'term' THEN least(due_effective_at, :last_moment)
            WHEN 'final_term' THEN least(final_due_at, :last_moment)
            WHEN 'quarter_end' THEN (:last_moment)::timestamptz
        END AS answered_at
    FROM fct_message
) AS fact
WHERE
    fact.is_valid
    AND fact.municipality = :municipality
    AND fact.gone_at IS NULL
    AND fact.first_final_answer_at IS NULL
    AND fact.registered_at < :t1
    AND (:candidate = 'open' OR fact.answered_at >= :as_of)
