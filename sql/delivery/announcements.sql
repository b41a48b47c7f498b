-- grain: one announcement of the table of responsible persons, by its occasion, unless a later one
-- has replaced it; the states of its mails
SELECT
    occasion,
    array_agg(state ORDER BY delivery_id) AS states,
    max(sent_at) AS sent_at,
    string_agg(DISTINCT reply, '; ') FILTER (WHERE state <> 'sent') AS reply
FROM meta.delivery
WHERE municipality = :municipality AND withdrawn_at IS NULL AND starts_with(occasion, 'responsible/')
GROUP BY occasion;
