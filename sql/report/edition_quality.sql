-- grain: what one edition says of the quality of its data; no row for an edition that was issued before it was kept
SELECT quality
FROM meta.edition_quality
WHERE edition_id = :edition_id;
