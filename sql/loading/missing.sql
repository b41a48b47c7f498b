-- missing_since: the moment of the first unfiltered covering export after the last one that held the message.
-- grain: one key of the source's channel and registrar that its later exports do not hold
-- n_days: on how many days exports of a form that withdraws what is absent did not hold it
DROP TABLE IF EXISTS pg_temp.absent;

CREATE TEMPORARY TABLE absent ON COMMIT DROP AS
WITH source_file AS MATERIALIZED (
    SELECT
        file_id,
        form,
        exported_at,
        business_day,
        covers_from,
        covers_to,
        coalesce(is_filtered, FALSE) AS is_filtered,
        row_number() OVER (ORDER BY exported_at, landed_at, sha256) AS file_position
    FROM {{ files | default('landing.file') }}
    WHERE
        municipality = :municipality AND channel = :channel AND registrar = :registrar AND state = 'loaded'
        AND landed_at <= cast(:as_of AS timestamptz)
),

last_sighting AS MATERIALIZED (
    SELECT
        seen.{{ entity }}_key,
        source_file.form,
        max(source_file.file_position) AS file_position
    FROM {{ schema }}.{{ entity }}_seen AS seen
    INNER JOIN source_file ON seen.file_id = source_file.file_id
    GROUP BY seen.{{ entity }}_key, source_file.form
),

newest_file AS MATERIALIZED (
    SELECT
        form,
        max(file_position) AS file_position
    FROM source_file
    WHERE NOT is_filtered AND form <> all(cast(:forms_never_missing AS text[]))
    GROUP BY form
),

overdue_sighting AS MATERIALIZED (
    SELECT last_sighting.*
    FROM last_sighting
    INNER JOIN newest_file
        ON
            last_sighting.form = newest_file.form
            AND last_sighting.file_position < newest_file.file_position
)

SELECT
    known.{{ entity }}_key,
    min(later.exported_at) AS missing_since,
    {% if withdraws | default(true) -%}
    count(DISTINCT later.business_day) FILTER (WHERE later.form = any(cast(:forms_withdrawing AS text[])))
    {%- else -%}
    0
    {%- endif %} AS n_days
FROM overdue_sighting AS sighting
INNER JOIN {{ schema }}.{{ entity }} AS known ON sighting.{{ entity }}_key = known.{{ entity }}_key
INNER JOIN source_file AS later
    ON
        sighting.form = later.form
        AND sighting.file_position < later.file_position
        AND NOT later.is_filtered
        AND {{ covered_on }} BETWEEN later.covers_from AND later.covers_to
WHERE
    NOT EXISTS (
        SELECT FROM meta.rejected_row AS refused
        WHERE
            refused.file_id = later.file_id
            AND (
                refused.message_key = known.{{ entity }}_key
                {%- if entity == "message" %}
                OR refused.number_year IS NULL AND refused.source_number = known.source_number
                {%- endif %}
            )
    )
GROUP BY known.{{ entity }}_key;

ANALYZE absent;

UPDATE {{ schema }}.{{ entity }} AS known
SET missing_since = NULL
WHERE
    known.municipality = :municipality
    AND known.channel = :channel
    AND known.registrar = :registrar
    AND known.missing_since IS NOT NULL
    AND NOT EXISTS (SELECT FROM absent WHERE absent.{{ entity }}_key = known.{{ entity }}_key);

UPDATE {{ schema }}.{{ entity }} AS known
SET missing_since = absent.missing_since
FROM absent
WHERE
    known.{{ entity }}_key = absent.{{ entity }}_key
    AND known.missing_since IS DISTINCT FROM absent.missing_since
