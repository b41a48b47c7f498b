-- grain: one type and origin of links in one channel
SELECT
    type,
    origin,
    counts,
    channel,
    count(*) AS n
FROM message_link
GROUP BY type, origin, counts, channel
ORDER BY type ASC, origin DESC, channel ASC;
