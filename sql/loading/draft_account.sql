-- grain: one row: what a load would make of the rows of one file, as the staging table holds them now
SELECT
    count(*) AS n_rows,
    count(*) FILTER (WHERE is_foreign) AS n_foreign,
    count(*) FILTER (WHERE {{ is_bad }}) AS n_rejected,
    min({{ spoken_on }})::date AS first_on,
    max({{ spoken_on }})::date AS last_on
    {%- for code, predicate in counted_rules.items() %},
    count(*) FILTER (WHERE {{ predicate }}) AS "{{ code }}"
    {%- endfor %}
FROM {{ table }};
