-- grain: one row: a word that changes whenever anything that figures are made of may have changed
-- Beside it stands the newest moment of a landing or of a decision (intake.run.newest_landing).
SELECT
    concat_ws(
        '/',
        (:code)::text,
        (
            SELECT concat(max(load_id), ' ', max(finished_at))
            FROM meta.load
            WHERE municipality = :municipality AND status = 'loaded'
        ),
        (
            SELECT concat(max(history_value_id), ' ', max(superseded_at))
            FROM meta.history_value
            WHERE municipality = :municipality
        ),
        -- The row is written anew by every refresh and rebuild of the facts
        (SELECT concat(rules_known.xmin, ' ', rules_known.as_of) FROM marts.rules_known),
        (SELECT md5(string_agg(target::text, '/' ORDER BY target::text)) FROM meta.target)
    ) AS knowledge;
