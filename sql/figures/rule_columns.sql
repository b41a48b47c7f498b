-- grain: one column of a table of rules: its type, whether it may be empty, the words that its own checks allow
SELECT
    attribute.attname AS name,
    format_type(attribute.atttypid, attribute.atttypmod) AS kind,
    attribute.attnotnull AS is_required,
    array(
        SELECT word[1]
        FROM pg_constraint AS rule
        CROSS JOIN LATERAL regexp_matches(pg_get_constraintdef(rule.oid), '''([^'']+)''::text', 'g') AS word
        WHERE
            rule.conrelid = attribute.attrelid
            AND rule.contype = 'c'
            AND rule.conkey = ARRAY[attribute.attnum]
            AND pg_get_constraintdef(rule.oid) LIKE '%= ANY (ARRAY[%'
    ) AS words
FROM pg_attribute AS attribute
WHERE
    attribute.attrelid = to_regclass(:table)
    AND attribute.attnum > 0
    AND NOT attribute.attisdropped
ORDER BY attribute.attnum;
