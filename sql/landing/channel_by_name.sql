-- grain: one channel whose files were called like this one but for the digits, the latest first
SELECT channel
FROM landing.file
WHERE
    municipality = :municipality
    AND channel = any(:channels)
    AND state = 'loaded'
    AND regexp_replace(lower(name), '[0-9]+', '#', 'g') = regexp_replace(lower(:name), '[0-9]+', '#', 'g')
GROUP BY channel
ORDER BY max(landed_at) DESC;
