-- grain: one row of one sheet of one file of the load: raw text, and beside it the typed value in local business time.
-- Nothing is cast after this. The fence (OFFSET 0) makes each cell be read once, however often it is used below.
CREATE UNLOGGED TABLE {{ table }} AS
WITH landed AS (
    SELECT
        file_id,
        registrar,
        form,
        business_day,
        landed_at AT TIME ZONE :timezone + interval '1 day' AS latest_moment
    FROM landing.file
    WHERE file_id = any(:file_ids)
),

agreed_word AS (
    SELECT *
    FROM jsonb_to_recordset(cast(:words AS jsonb))
        AS (form text, field text, word text, value text, is_within boolean, word_no integer)
),

word AS MATERIALIZED (
    SELECT DISTINCT ON (met.form, met.field, met.raw)
        met.form,
        met.field,
        met.raw,
        agreed_word.value
    FROM (
        SELECT DISTINCT
            landed.form,
            cell.field,
            cell.raw
        FROM {{ raw_table }} AS raw
        INNER JOIN landed ON raw.file_id = landed.file_id
        CROSS JOIN LATERAL (
            VALUES {% for name in word_fields %}('{{ name }}', raw.{{ name }}_raw){{ ", " if not loop.last }}{% endfor %}
        ) AS cell (field, raw)
        WHERE cell.raw IS NOT NULL
    ) AS met
    INNER JOIN agreed_word
        ON
            met.form = agreed_word.form
            AND met.field = agreed_word.field
            AND CASE
                WHEN agreed_word.is_within
                    THEN agreed_word.word = any(regexp_split_to_array(staging.normal_word(met.raw), '[^а-яa-z0-9-]+'))
                ELSE agreed_word.word = staging.normal_word(met.raw)
            END
    ORDER BY met.form, met.field, met.raw, agreed_word.word_no
),

typed AS (
    SELECT
        raw.*,
        landed.registrar,
        landed.form,
        landed.latest_moment,
        raw.file_id = any(cast(:files_without_executor AS integer[])) AS is_executor_absent,
        {%- for field in fields %}
        {{ field.reading }} AS {{ field.name }},
        {%- endfor %}
        {%- for name in word_fields %}
        word_{{ name }}.value AS {{ name }}_word,
        {%- endfor %}
        {%- for name, value in constants.items() %}
        '{{ value }}'::text AS {{ name }},
        {%- endfor %}
        {% if has_municipality %}staging.normal_word(raw.municipality_name) = any(cast(:our_names AS text[]))
        {%- else %}TRUE{% endif %} AS is_our_municipality
    FROM {{ raw_table }} AS raw
    INNER JOIN landed ON raw.file_id = landed.file_id
    {%- for name in word_fields %}
    LEFT JOIN word AS word_{{ name }}
        ON
            word_{{ name }}.form = landed.form
            AND word_{{ name }}.field = '{{ name }}'
            AND word_{{ name }}.raw = raw.{{ name }}_raw
    {%- endfor %}
    OFFSET 0
),

derived AS (
    SELECT
        typed.*,
        {%- for name in derive %}
        derived_{{ loop.index }}.{{ name }},
        {%- endfor %}
        {% if "number_year" in key %}{{ "extract(YEAR FROM registered_at)::integer" if yearly else "0" }} AS number_year,
        {% endif %}{{ foreign_when }} AS is_foreign
    FROM typed
    {%- for name, expression in derive.items() %}
    CROSS JOIN LATERAL (SELECT {{ expression }} AS {{ name }}) AS derived_{{ loop.index }}
    {%- endfor %}
)

-- Judged columns stand first: a scan takes a row apart only as far as the last column that it needs.
SELECT
    is_foreign,
    {{ absent }} AS absent_fields,
    CASE
        {%- for check in checks %}
        WHEN {{ check.when }} THEN {{ loop.index }}
        {%- endfor %}
    END AS broken_check,
    FALSE AS is_replaced_in_file,
    TRUE AS is_taken,
    md5(concat_ws(
        E'\x1f', cast(:municipality AS text), cast(:channel AS text), registrar{% for part in key %}, coalesce({{ part }}::text, ''){% endfor %}
    ))::uuid AS {{ entity }}_key,
    md5(row({{ absent }}, {{ content_fields | join(', ') }})::text)::uuid AS state_hash,
    {{ columns | join(',\n    ') }}
FROM derived;

-- One row a key and file is taken, the last well-formed one in file order; an earlier one with other content is R10.
WITH repeated AS (
    SELECT
        file_id,
        {{ entity }}_key
    FROM {{ table }}
    WHERE broken_check IS NULL AND NOT is_foreign
    GROUP BY file_id, {{ entity }}_key
    HAVING count(*) > 1
),

compared AS (
    SELECT
        staged.file_id,
        staged.sheet_no,
        staged.row_no,
        last_value(staged.state_hash) OVER in_file AS last_hash,
        row_number() OVER in_file = count(*) OVER in_file AS is_last,
        staged.state_hash
    FROM {{ table }} AS staged
    INNER JOIN repeated
        ON staged.file_id = repeated.file_id AND staged.{{ entity }}_key = repeated.{{ entity }}_key
    WHERE staged.broken_check IS NULL AND NOT staged.is_foreign
    WINDOW in_file AS (
        PARTITION BY staged.file_id, staged.{{ entity }}_key
        ORDER BY staged.sheet_no, staged.row_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
)

UPDATE {{ table }} AS staged
SET is_taken = FALSE, is_replaced_in_file = compared.state_hash <> compared.last_hash
FROM compared
WHERE
    staged.file_id = compared.file_id
    AND staged.sheet_no = compared.sheet_no
    AND staged.row_no = compared.row_no
    AND NOT compared.is_last;
