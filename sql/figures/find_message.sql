-- grain: one message that the typed words may mean: its number as it stands (in any case of letters when asked), its key
-- Where a channel or a year of the number is given, only there.
SELECT
    message_key,
    channel,
    registrar,
    number_year,
    source_number,
    (registered_at AT TIME ZONE :timezone)::date AS registered_on
FROM message
WHERE
    municipality = :municipality
    AND coalesce(channel = :channel, TRUE)
    AND coalesce(number_year = cast(:number_year AS integer), TRUE)
    AND (
        message_key = cast(:key AS uuid)
        OR source_number = :number
        OR (:in_any_case AND lower(source_number) = lower(:number))
    )
ORDER BY channel ASC, number_year DESC, registrar ASC;
