-- grain: one run of equal states of one message among the files landed by :as_of, in the order of design §5.0, with
-- the state it told; with all files it is core.message_version
WITH sighting AS (
    SELECT
        seen.state_hash,
        seen.sheet_no,
        seen.row_no,
        file.file_id,
        file.name,
        file.exported_at,
        file.landed_at,
        row_number() OVER in_order AS position,
        lag(seen.state_hash) OVER in_order AS previous_hash
    FROM message_seen AS seen
    INNER JOIN landing.file AS file ON seen.file_id = file.file_id
    WHERE seen.message_key = :message_key AND NOT seen.is_refused AND file.landed_at <= :as_of
    WINDOW in_order AS (ORDER BY file.exported_at, file.landed_at, file.sha256)
),

numbered AS (
    SELECT
        sighting.*,
        count(*) FILTER (WHERE previous_hash IS NULL OR previous_hash <> state_hash) OVER (ORDER BY position)
            AS version_no
    FROM sighting
),

run_of_states AS (
    SELECT
        version_no,
        state_hash,
        min(exported_at) AS exported_at,
        max(exported_at) AS seen_until,
        count(*) AS n_files,
        (array_agg(file_id ORDER BY position))[1] AS file_id,
        (array_agg(name ORDER BY position))[1] AS file,
        (array_agg(landed_at ORDER BY position))[1] AS landed_at,
        (array_agg(sheet_no ORDER BY position))[1] AS sheet_no,
        (array_agg(row_no ORDER BY position))[1] AS row_no
    FROM numbered
    GROUP BY version_no, state_hash
)

SELECT
    run_of_states.*,
    coalesce(sheet.title, '') AS sheet,
    state.*
FROM run_of_states
INNER JOIN core.message_state AS state
    ON run_of_states.state_hash = state.state_hash AND state.message_key = :message_key
LEFT JOIN landing.file_sheet AS sheet
    ON run_of_states.file_id = sheet.file_id AND run_of_states.sheet_no = sheet.sheet_no
ORDER BY run_of_states.version_no
