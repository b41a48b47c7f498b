-- grain: the one row that says of a message which personal texts are kept, not what they say
SELECT
    count(body) > 0 AS has_text,
    count(url) > 0 AS has_url
FROM pii.text
WHERE message_key = :message_key;
