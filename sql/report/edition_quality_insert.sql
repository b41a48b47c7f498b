-- grain: one edition
INSERT INTO meta.edition_quality (edition_id, quality)
VALUES (:edition_id, cast(:quality AS jsonb));
