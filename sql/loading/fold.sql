-- grain: one touched key, folded from all its accepted sightings in the order of the files:
-- a field is what the newest version that had its header says; a «first» field is the earliest value ever told.
WITH file_order AS (
    SELECT
        file_id,
        row_number() OVER (ORDER BY exported_at, landed_at, sha256) AS file_position
    FROM {{ files | default('landing.file') }}
),

told AS (
    SELECT
        seen.{{ entity }}_key,
        seen.state_hash,
        max(file_order.file_position) AS last_position
    FROM {{ seen }} AS seen
    INNER JOIN touched ON seen.{{ entity }}_key = touched.{{ entity }}_key
    INNER JOIN file_order ON seen.file_id = file_order.file_id
    WHERE NOT seen.is_refused
    GROUP BY seen.{{ entity }}_key, seen.state_hash
),

counted AS (
    SELECT
        told.*,
        count(*) OVER (PARTITION BY {{ entity }}_key) AS n_states
    FROM told
),

folded AS (
    SELECT
        counted.{{ entity }}_key,
        counted.state_hash
        {%- for column in columns %},
        state.{{ column }}
        {%- endfor %}
    FROM counted
    INNER JOIN core.{{ entity }}_state AS state
        ON counted.{{ entity }}_key = state.{{ entity }}_key AND counted.state_hash = state.state_hash
    WHERE counted.n_states = 1
    UNION ALL
    SELECT
        counted.{{ entity }}_key,
        (array_agg(counted.state_hash ORDER BY counted.last_position DESC))[1]
        {%- for column in columns %},
        {% if column in first_columns -%}
        min(state.{{ column }})
        {%- elif column in always_told -%}
        (array_agg(state.{{ column }} ORDER BY counted.last_position DESC))[1]
        {%- else -%}
        coalesce(
            (array_agg(state.{{ column }} ORDER BY counted.last_position DESC) FILTER (
                WHERE NOT coalesce('{{ told_by[column] }}' = any(state.absent_fields), FALSE)
            ))[1],
            (array_agg(state.{{ column }} ORDER BY counted.last_position DESC))[1]
        )
        {%- endif %}
        {%- endfor %}
    FROM counted
    INNER JOIN core.{{ entity }}_state AS state
        ON counted.{{ entity }}_key = state.{{ entity }}_key AND counted.state_hash = state.state_hash
    WHERE counted.n_states > 1
    GROUP BY counted.{{ entity }}_key
)

INSERT INTO {{ target }} (
    {{ entity }}_key, municipality, channel, registrar{% for part in key %}, {{ part }}{% endfor %},
    state_hash{% for column in columns %}, {{ column }}{% endfor %}
)
SELECT
    folded.{{ entity }}_key,
    identity.municipality,
    identity.channel,
    identity.registrar
    {%- for part in key %},
    identity.{{ part }}
    {%- endfor %},
    folded.state_hash
    {%- for column in columns %},
    folded.{{ column }}
    {%- endfor %}
FROM folded
INNER JOIN identity ON folded.{{ entity }}_key = identity.{{ entity }}_key
