-- grain: one kind of personal data that the words seem to hold, in the order of :kinds
SELECT told.kind
FROM unnest(cast(:kinds AS text[]), cast(:patterns AS text[])) WITH ORDINALITY AS told (kind, pattern, place)
WHERE :words ~ told.pattern
ORDER BY told.place;
