-- R12: a number whose registration date is more than 60 days from one that an earlier export told is another message.
-- grain: one sighting of a key whose states differ by more than 60 days, walked in the order of the files
CREATE TEMPORARY TABLE judged_sighting ON COMMIT DROP AS
WITH RECURSIVE suspect AS (
    SELECT state.message_key
    FROM core.message_state AS state
    INNER JOIN touched ON state.message_key = touched.message_key
    GROUP BY state.message_key
    HAVING max(state.registered_at) - min(state.registered_at) > interval '59 days'
),

sighting AS (
    SELECT
        seen.message_key,
        seen.file_id,
        file.exported_at,
        (state.registered_at AT TIME ZONE :timezone)::date AS registered_on,
        row_number() OVER (
            PARTITION BY seen.message_key ORDER BY file.exported_at, file.landed_at, file.sha256
        ) AS step
    FROM {{ seen }} AS seen
    INNER JOIN suspect ON seen.message_key = suspect.message_key
    INNER JOIN {{ files | default('landing.file') }} AS file ON seen.file_id = file.file_id
    INNER JOIN core.message_state AS state
        ON seen.message_key = state.message_key AND seen.state_hash = state.state_hash
),

-- earliest and latest: the accepted dates of strictly earlier exports; *_now: those and the ones of this moment
walked AS (
    SELECT
        message_key,
        file_id,
        exported_at,
        step,
        FALSE AS is_refused,
        NULL::date AS earliest,
        NULL::date AS latest,
        registered_on AS earliest_now,
        registered_on AS latest_now
    FROM sighting
    WHERE step = 1
    UNION ALL
    SELECT
        sighting.message_key,
        sighting.file_id,
        sighting.exported_at,
        sighting.step,
        verdict.is_refused,
        before.earliest,
        before.latest,
        CASE WHEN verdict.is_refused THEN walked.earliest_now ELSE least(walked.earliest_now, sighting.registered_on) END,
        CASE WHEN verdict.is_refused THEN walked.latest_now ELSE greatest(walked.latest_now, sighting.registered_on) END
    FROM walked
    INNER JOIN sighting ON walked.message_key = sighting.message_key AND walked.step + 1 = sighting.step
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN walked.exported_at < sighting.exported_at THEN walked.earliest_now ELSE walked.earliest END AS earliest,
            CASE WHEN walked.exported_at < sighting.exported_at THEN walked.latest_now ELSE walked.latest END AS latest
    ) AS before
    CROSS JOIN LATERAL (
        SELECT coalesce(
            sighting.registered_on > before.earliest + 60 OR sighting.registered_on < before.latest - 60, FALSE
        ) AS is_refused
    ) AS verdict
)

SELECT
    message_key,
    file_id,
    is_refused
FROM walked;

UPDATE {{ seen }} AS seen
SET is_refused = judged_sighting.is_refused
FROM judged_sighting
WHERE
    seen.message_key = judged_sighting.message_key
    AND seen.file_id = judged_sighting.file_id
    AND seen.is_refused <> judged_sighting.is_refused
