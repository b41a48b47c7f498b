-- grain: one question of one valid 59-ФЗ appeal, seen from the quarter [t0, t1)
-- key: message_key, question_no
-- slices: channel, legal_regime, block, executor, channel × block
-- An appeal whose source knows no questions has one: its own outcome, answered by its final answer (domain §16.27).
SELECT
    fct_message.message_key,
    coalesce(question.question_no, 1) AS question_no,
    fct_message.channel,
    fct_message.legal_regime,
    fct_message.block,
    fct_message.executor,
    CASE WHEN question.message_key IS NULL THEN fct_message.outcome ELSE question.result END AS result,
    CASE
        WHEN question.message_key IS NULL
            THEN coalesce(
                fct_message.first_final_answer_at >= :t0 AND fct_message.first_final_answer_at < :t1, FALSE
            )
        ELSE coalesce(question.responded_at >= :t0 AND question.responded_at < :t1, FALSE)
    END AS in_responded,
    fct_message.last_event_at >= :t0 AND fct_message.first_event_at < :t1 AS is_concerned
FROM fct_message
LEFT JOIN message_question AS question
    ON fct_message.message_key = question.message_key AND fct_message.state_hash = question.state_hash
WHERE
    fct_message.is_valid AND fct_message.legal_regime = 'FZ59' AND fct_message.municipality = :municipality
    AND NOT (fct_message.message_key = any(:excluded))
