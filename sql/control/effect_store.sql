-- grain: one open message whose answer the quarter needs; those of the computing before go
DELETE FROM marts.control_effect
WHERE municipality = :municipality;

INSERT INTO marts.control_effect (municipality, message_key, indicators)
SELECT
    :municipality,
    given.message_key,
    string_to_array(given.codes, ' ')
FROM unnest(cast(:message_keys AS uuid[]), cast(:codes AS text[])) AS given (message_key, codes);

INSERT INTO marts.control_effect_known (municipality, quarter, as_of)
VALUES (:municipality, :quarter, :as_of)
ON CONFLICT (municipality) DO UPDATE SET quarter = excluded.quarter, as_of = excluded.as_of;
