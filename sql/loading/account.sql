-- grain: one file of the load; read = loaded + unchanged + rejected + foreign
WITH staged AS (
    SELECT
        file_id,
        count(*) AS n_read,
        count(*) FILTER (WHERE is_foreign) AS n_foreign,
        count(*) FILTER (WHERE NOT is_foreign AND (broken_check IS NOT NULL OR is_replaced_in_file)) AS n_quarantined,
        count(*) FILTER (WHERE NOT is_foreign AND broken_check IS NULL AND NOT is_taken AND NOT is_replaced_in_file) AS n_twice
    FROM {{ table }}
    GROUP BY file_id
),

taken AS (
    SELECT
        incoming.file_id,
        count(*) FILTER (WHERE seen.is_refused) AS n_refused,
        count(*) FILTER (WHERE NOT seen.is_refused AND new_state.file_id IS NOT NULL) AS n_loaded,
        count(*) FILTER (WHERE NOT seen.is_refused AND new_state.file_id IS NULL) AS n_unchanged
    FROM incoming
    INNER JOIN core.{{ entity }}_seen AS seen
        ON incoming.{{ entity }}_key = seen.{{ entity }}_key AND incoming.file_id = seen.file_id
    LEFT JOIN new_state
        ON
            incoming.{{ entity }}_key = new_state.{{ entity }}_key
            AND incoming.state_hash = new_state.state_hash
            AND incoming.file_id = new_state.file_id
    GROUP BY incoming.file_id
)

UPDATE meta.load_file AS account
SET
    state = 'loaded',
    rows_loaded = coalesce(taken.n_loaded, 0),
    rows_unchanged = coalesce(taken.n_unchanged, 0) + coalesce(staged.n_twice, 0),
    rows_rejected = coalesce(staged.n_quarantined, 0) + coalesce(taken.n_refused, 0),
    rows_foreign = coalesce(staged.n_foreign, 0)
FROM landing.file AS file
LEFT JOIN staged ON file.file_id = staged.file_id
LEFT JOIN taken ON file.file_id = taken.file_id
WHERE
    account.load_id = :load_id
    AND account.state = 'waiting'
    AND account.file_id = file.file_id
    AND file.file_id = any(:file_ids);

UPDATE landing.file SET state = 'loaded', message = NULL WHERE file_id = any(:file_ids)
