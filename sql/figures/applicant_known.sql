-- grain: one channel: how many of its messages registered in the quarter name their applicant
SELECT
    message_in_quarter.channel,
    count(message.applicant_key) AS n
FROM ({{ fact }}) AS message_in_quarter
INNER JOIN message ON message_in_quarter.message_key = message.message_key
WHERE message_in_quarter.in_reg
GROUP BY message_in_quarter.channel;
