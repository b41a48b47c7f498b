-- grain: one row refused by one rule. The predicate is the text that Great Expectations judged.
INSERT INTO meta.rejected_row (
    file_id, sheet_no, row_no, load_id, source_number, number_year, message_key, code, column_name, reason, payload
)
SELECT
    staged.file_id,
    staged.sheet_no,
    staged.row_no,
    :load_id,
    {{ "staged.source_number" if entity == "message" else "staged.ogrn" }},
    {{ "staged.number_year" if entity == "message" else "NULL::integer" }},
    staged.{{ entity }}_key,
    :code,
    broken.column_name,
    concat_ws(': ', broken.header, staging.shown(broken.cell), cast(:reason AS text)),
    NULL
FROM {{ table }} AS staged
CROSS JOIN LATERAL (
    SELECT
        checked.column_name,
        checked.header,
        checked.cell
    FROM (
        VALUES
        {%- for check in checks %}
        ({{ loop.index }}, '{{ check.column }}', {{ check.header }}, {{ check.cell }}, {{ check.when }}){{ "," if not loop.last }}
        {%- endfor %}
    ) AS checked (check_no, column_name, header, cell, is_broken)
    WHERE checked.is_broken
    ORDER BY checked.check_no
    LIMIT 1
) AS broken
WHERE {{ predicate }}
ON CONFLICT ON CONSTRAINT one_entry_a_row DO UPDATE
    SET
        load_id = excluded.load_id,
        source_number = excluded.source_number,
        number_year = excluded.number_year,
        message_key = excluded.message_key,
        code = excluded.code,
        column_name = excluded.column_name,
        reason = excluded.reason,
        state = CASE WHEN meta.rejected_row.state = 'dismissed' THEN 'dismissed' ELSE 'open' END
