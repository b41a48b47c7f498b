-- grain: one row: in what the warehouse's own facts differ from those of :as_of
SELECT
    (
        SELECT count(*) > 0
        FROM landing.file
        WHERE municipality = :municipality AND state = 'loaded' AND landed_at > :as_of
    ) OR (
        SELECT count(*) > 0
        FROM absence_decision
        WHERE municipality = :municipality AND decided_at > :as_of
    ) AS has_later_knowledge,
    (
        SELECT count(*) > 0
        FROM rules_known
        CROSS JOIN (
            SELECT known_from FROM deadline_rule
            UNION
            SELECT known_from FROM topic_block
            UNION
            SELECT known_from FROM calendar_override
        ) AS rule
        WHERE
            rule.known_from > least((rules_known.as_of AT TIME ZONE :timezone)::date, :known_on)
            AND rule.known_from <= greatest((rules_known.as_of AT TIME ZONE :timezone)::date, :known_on)
    ) AS has_other_rules;
