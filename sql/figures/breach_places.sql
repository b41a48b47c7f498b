-- grain: one channel with messages that break one rule: how many, and the number of the earliest, by which to find it
SELECT
    message.channel,
    count(*) AS n,
    (array_agg(message.source_number ORDER BY message.registered_at, message.source_number))[1] AS first_number
FROM ({{ broken }}) AS broken
INNER JOIN core.message ON broken.message_key = message.message_key
GROUP BY message.channel
ORDER BY message.channel;
