-- grain: one record of the case of one message, the message itself left out (domain §16.16)
-- The record that the others lead to bears the case's key itself; the others are found by the index of cases.
SELECT
    fact.message_key,
    message.channel,
    message.source_number,
    message.number_year,
    fact.registered_at,
    fact.is_valid
FROM fct_message AS fact
INNER JOIN message ON fact.message_key = message.message_key
WHERE
    (
        fact.message_key = :case_key
        OR (fact.case_key = :case_key AND fact.case_key <> fact.message_key)
    )
    AND fact.message_key <> :message_key
ORDER BY fact.registered_at, message.channel, message.source_number
