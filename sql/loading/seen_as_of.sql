-- grain: one sighting in a file that had landed by then
CREATE TEMPORARY TABLE {{ entity }}_seen ON COMMIT DROP AS
SELECT seen.*
FROM core.{{ entity }}_seen AS seen
INNER JOIN {{ files | default('landing.file') }} AS file ON seen.file_id = file.file_id
WHERE file.landed_at <= :as_of
