-- grain: one quarter's picture, in place of the one before
INSERT INTO marts.quarter_picture (municipality, quarter, knowledge, computed_at, picture, slices)
VALUES (:municipality, :quarter, :knowledge, :computed_at, :picture, :slices)
ON CONFLICT (municipality, quarter) DO UPDATE SET
    knowledge = excluded.knowledge,
    computed_at = excluded.computed_at,
    picture = excluded.picture,
    slices = excluded.slices;
