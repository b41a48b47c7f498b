-- grain: one well-formed row of the load, in the order of the files (design §5.0)
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
WITH file_order AS (
    SELECT
        file_id,
        registrar,
        row_number() OVER (ORDER BY exported_at, landed_at, sha256) AS file_position
    FROM landing.file
    WHERE file_id = any(:file_ids)
)

SELECT
    staged.{{ entity }}_key,
    staged.state_hash,
    staged.file_id,
    staged.sheet_no,
    staged.row_no,
    file_order.file_position,
    NOT EXISTS (
        SELECT FROM core.{{ entity }}_state AS known
        WHERE known.{{ entity }}_key = staged.{{ entity }}_key AND known.state_hash = staged.state_hash
    ) AS is_unknown
FROM {{ table }} AS staged
INNER JOIN file_order ON staged.file_id = file_order.file_id
WHERE staged.is_taken AND staged.broken_check IS NULL AND NOT staged.is_foreign;

-- grain: one state told for the first time, by the earliest file of the load that tells it
CREATE TEMPORARY TABLE new_state ON COMMIT DROP AS
SELECT DISTINCT ON ({{ entity }}_key, state_hash)
    {{ entity }}_key,
    state_hash,
    file_id,
    sheet_no,
    row_no
FROM incoming
WHERE is_unknown
ORDER BY {{ entity }}_key, state_hash, file_position;

{% if has_applicant -%}
-- grain: one spelling of one applicant, with its pseudonym
CREATE TEMPORARY TABLE named_applicant ON COMMIT DROP AS
SELECT
    spelling.name,
    staging.pseudonym(spelling.name, :inner_key, :outer_key) AS applicant_key
FROM (
    SELECT DISTINCT staged.applicant AS name
    FROM new_state
    INNER JOIN {{ table }} AS staged
        ON
            new_state.file_id = staged.file_id
            AND new_state.sheet_no = staged.sheet_no
            AND new_state.row_no = staged.row_no
    WHERE staged.applicant IS NOT NULL
) AS spelling;

ANALYZE named_applicant;

{% endif -%}
INSERT INTO core.{{ entity }}_state ({{ entity }}_key, state_hash, absent_fields{% for column in state_columns %}, {{ column.name }}{% endfor %})
SELECT
    staged.{{ entity }}_key,
    staged.state_hash,
    nullif(CASE
        WHEN staged.executor_is_told THEN array_remove(staged.absent_fields, 'executor') ELSE staged.absent_fields
    END, '{}')
    {%- for column in state_columns %},
    {{ column.expression }}
    {%- endfor %}
FROM new_state
INNER JOIN (
    SELECT
        *,
        {{ "is_executor_absent AND executor IS NOT NULL" if has_executor else "false" }} AS executor_is_told
    FROM {{ table }}
) AS staged
    ON
        new_state.file_id = staged.file_id
        AND new_state.sheet_no = staged.sheet_no
        AND new_state.row_no = staged.row_no
{%- if has_applicant %}
LEFT JOIN named_applicant AS named ON staged.applicant = named.name
{%- endif %};

-- grain: one key that this load may change: a new state, a state other than the current one, or a file read anew
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT DISTINCT incoming.{{ entity }}_key
FROM incoming
LEFT JOIN core.{{ entity }} AS present ON incoming.{{ entity }}_key = present.{{ entity }}_key
WHERE present.state_hash IS DISTINCT FROM incoming.state_hash
UNION
SELECT seen.{{ entity }}_key
FROM core.{{ entity }}_seen AS seen
LEFT JOIN incoming
    ON
        seen.{{ entity }}_key = incoming.{{ entity }}_key
        AND seen.file_id = incoming.file_id
        AND seen.state_hash = incoming.state_hash
WHERE seen.file_id = any(:known_file_ids) AND incoming.file_id IS NULL;

DELETE FROM core.{{ entity }}_seen WHERE file_id = any(:known_file_ids);

INSERT INTO core.{{ entity }}_seen ({{ entity }}_key, state_hash, file_id, row_no, sheet_no)
SELECT
    {{ entity }}_key,
    state_hash,
    file_id,
    row_no,
    sheet_no
FROM incoming;

-- grain: one touched key with the parts it is made of
CREATE TEMPORARY TABLE identity ON COMMIT DROP AS
SELECT DISTINCT ON (staged.{{ entity }}_key)
    staged.{{ entity }}_key,
    cast(:municipality AS text) AS municipality,
    cast(:channel AS text) AS channel,
    staged.registrar
    {%- for part in key %},
    {{ "coalesce(staged." ~ part ~ ", '') AS " ~ part if part == "page_id" else "staged." ~ part }}
    {%- endfor %}
FROM new_state
INNER JOIN {{ table }} AS staged
    ON
        new_state.file_id = staged.file_id
        AND new_state.sheet_no = staged.sheet_no
        AND new_state.row_no = staged.row_no
