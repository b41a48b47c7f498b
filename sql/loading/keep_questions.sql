-- grain: one question of one new state
INSERT INTO core.message_question (message_key, state_hash, question_no, classifier_code, result, responded_at)
SELECT
    new_state.message_key,
    new_state.state_hash,
    question.no,
    question.code,
    question.result,
    staging.moment(question.responded_at) AT TIME ZONE :timezone
FROM new_state
INNER JOIN {{ table }} AS staged
    ON
        new_state.file_id = staged.file_id
        AND new_state.sheet_no = staged.sheet_no
        AND new_state.row_no = staged.row_no
CROSS JOIN LATERAL jsonb_to_recordset(staged.questions)
    AS question ("no" smallint, code text, result text, responded_at text)
WHERE staged.questions IS NOT NULL
ON CONFLICT DO NOTHING
