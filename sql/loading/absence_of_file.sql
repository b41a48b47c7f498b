-- Would this file make too many messages missing? Then it is taken as filtered, and nothing is marked from it.
-- grain: the file, against the last unfiltered file of the same source before it
WITH this_file AS (
    SELECT * FROM landing.file WHERE file_id = :file_id
),

previous AS (
    SELECT file.file_id
    FROM landing.file AS file
    CROSS JOIN this_file
    WHERE
        file.municipality = this_file.municipality
        AND file.channel = this_file.channel
        AND file.registrar = this_file.registrar
        AND file.form = this_file.form
        AND file.state = 'loaded'
        AND NOT coalesce(file.is_filtered, FALSE)
        AND (file.exported_at, file.landed_at, file.sha256) < (this_file.exported_at, this_file.landed_at, this_file.sha256)
    ORDER BY file.exported_at DESC, file.landed_at DESC, file.sha256 DESC
    LIMIT 1
),

expected AS (
    SELECT
        seen.{{ entity }}_key,
        EXISTS (
            SELECT FROM core.{{ entity }}_seen AS again
            WHERE again.{{ entity }}_key = seen.{{ entity }}_key AND again.file_id = :file_id
        ) OR EXISTS (
            SELECT FROM meta.rejected_row AS refused
            WHERE
                refused.file_id = :file_id
                AND (
                    refused.message_key = seen.{{ entity }}_key
                    {%- if entity == "message" %}
                    OR refused.number_year IS NULL AND refused.source_number = known.source_number
                    {%- endif %}
                )
        ) AS is_present
    FROM core.{{ entity }}_seen AS seen
    INNER JOIN previous ON seen.file_id = previous.file_id
    INNER JOIN core.{{ entity }} AS known ON seen.{{ entity }}_key = known.{{ entity }}_key
    CROSS JOIN this_file
    WHERE {{ covered_on }} BETWEEN this_file.covers_from AND this_file.covers_to
)

UPDATE landing.file AS file
SET is_filtered = judged.n_missing > greatest(5, 0.05 * judged.n_expected)
FROM (
    SELECT
        count(*) AS n_expected,
        count(*) FILTER (WHERE NOT is_present) AS n_missing
    FROM expected
) AS judged
WHERE file.file_id = :file_id
