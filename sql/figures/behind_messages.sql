-- grain: one row of a fact of messages that gives anything to one indicator in one slice, numerator rows first
WITH given AS (
    {{ membership }}
)

SELECT
    given.*,
    message.source_number AS number,
    fact.registered_at,
    fact.clock_start_at,
    fact.due_effective_at,
    fact.answer_clock_at AS answered_at,
    fact.interim_answer_at,
    fact.first_public_answer_at AS public_answer_at,
    fact.final_due_at,
    fact.first_final_answer_at AS final_answer_at,
    fact.received_on,
    fact.registration_due_on,
    fact.forwarding_due_on,
    (fact.transferred_at AT TIME ZONE :timezone)::date AS transferred_on,
    fact.fast_track_due_on,
    fact.extension_decided_at,
    fact.closed_at,
    fact.gone_at,
    fact.returned_by_applicant_at,
    fact.rated_at,
    nullif(message.number_year, 0) AS number_year
FROM given
INNER JOIN message ON given.message_key = message.message_key
INNER JOIN fct_message AS fact ON given.message_key = fact.message_key
WHERE given.{{ numerator }} <> 0 OR given.{{ denominator }} <> 0 OR given.{{ n_unknown }} <> 0
ORDER BY
    given.{{ numerator }} > 0 DESC, given.{{ denominator }} <> 0 DESC, given.channel ASC, fact.registered_at ASC,
    message.source_number ASC, {{ row_key }}
