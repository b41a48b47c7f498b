-- grain: one row: valid messages without a направление, and the moment from which the :n_newest newest of them are
SELECT
    count(*) AS n,
    min(newest.registered_at) FILTER (WHERE newest.place = :n_newest) AS since
FROM (
    SELECT
        registered_at,
        row_number() OVER (ORDER BY registered_at DESC) AS place
    FROM fct_message
    WHERE
        municipality = :municipality
        AND is_valid
        AND block = 'Прочее/не классифицировано'
        AND NOT (message_key = any(cast(:excluded AS uuid[])))
) AS newest;
