-- grain: one file that was loaded when the register had come to :file_change_id, as the register had it then
CREATE TEMPORARY TABLE file_then ON COMMIT DROP AS
SELECT
    file.file_id,
    file.municipality,
    file.channel,
    file.registrar,
    file.form,
    file.sha256,
    file.landed_at,
    file.is_filtered,
    CASE WHEN later.file_id IS NULL THEN file.state ELSE later.state END AS state,
    CASE WHEN later.file_id IS NULL THEN file.exported_at ELSE later.exported_at END AS exported_at,
    CASE WHEN later.file_id IS NULL THEN file.business_day ELSE later.business_day END AS business_day,
    CASE WHEN later.file_id IS NULL THEN file.covers_from ELSE later.covers_from END AS covers_from,
    CASE WHEN later.file_id IS NULL THEN file.covers_to ELSE later.covers_to END AS covers_to
FROM landing.file AS file
LEFT JOIN LATERAL (
    SELECT *
    FROM landing.file_before AS before
    WHERE before.file_id = file.file_id AND before.change_id > :file_change_id
    ORDER BY before.change_id
    LIMIT 1
) AS later ON TRUE
WHERE CASE WHEN later.file_id IS NULL THEN file.state ELSE later.state END = 'loaded';

ANALYZE file_then;
