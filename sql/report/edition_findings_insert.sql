-- grain: one finding of one edition
INSERT INTO meta.edition_finding (edition_id, position, file, place, kind)
SELECT
    CAST(:edition_id AS integer),
    CAST(:after AS integer) + given.position,
    given.file,
    given.place,
    given.kind
FROM
    UNNEST(CAST(:file AS text[]), CAST(:place AS text[]), CAST(:kind AS text[]))
    WITH ORDINALITY AS given (file, place, kind, position)
