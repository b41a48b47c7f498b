-- grain: the moment of the newest landing of any channel, or of the newest decision about a message or a topic or mark of
-- an answer, if later; null when there is none
SELECT
    greatest(
        (
            SELECT max(landed_at) FROM landing.file
            WHERE municipality = :municipality AND landed_at <= :now
        ),
        (
            SELECT max(decided_at) FROM meta.exclusion
            WHERE municipality = :municipality AND decided_at <= :now
        ),
        (
            SELECT max(decided_at) FROM meta.absence_decision
            WHERE municipality = :municipality AND decided_at <= :now
        ),
        (
            SELECT max(marked_at) FROM meta.answer_mark
            WHERE municipality = :municipality AND marked_at <= :now
        ),
        (
            SELECT max(decided_at) FROM meta.topic_decision
            WHERE municipality = :municipality AND decided_at <= :now
        )
    ) AS as_of;
