-- grain: the moment of the newest landing of any channel, or of the newest decision about a message, if later; null when
-- there is neither
SELECT
    greatest(
        (
            SELECT max(landed_at) FROM landing.file
            WHERE municipality = :municipality AND landed_at <= :now
        ),
        (
            SELECT max(decided_at) FROM meta.exclusion
            WHERE municipality = :municipality AND decided_at <= :now
        )
    ) AS as_of;
