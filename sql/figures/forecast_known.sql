-- grain: one message that was registered by :cut, as the facts would have told it then; what came later has not happened
-- A prolongation decided later is none yet. is_concerned stays right: what is masked lies after the quarter's beginning.
SELECT
    {{ kept_columns }},
    CASE WHEN interim_answer_at <= :cut THEN interim_answer_at END AS interim_answer_at,
    CASE WHEN interim_answer_at <= :cut THEN final_due_at END AS final_due_at,
    CASE WHEN first_public_answer_at <= :cut THEN first_public_answer_at END AS first_public_answer_at,
    CASE WHEN first_public_answer_at <= :cut THEN public_answer_seconds END AS public_answer_seconds,
    CASE WHEN first_final_answer_at <= :cut THEN first_final_answer_at END AS first_final_answer_at,
    CASE WHEN first_final_answer_at <= :cut THEN final_answer_seconds END AS final_answer_seconds,
    CASE WHEN first_final_answer_at <= :cut THEN final_answer_days END AS final_answer_days,
    CASE WHEN answer_clock_at <= :cut THEN answer_clock_at END AS answer_clock_at,
    CASE WHEN closed_at <= :cut THEN closed_at END AS closed_at,
    CASE WHEN transferred_at <= :cut THEN transferred_at END AS transferred_at,
    CASE WHEN returned_by_applicant_at <= :cut THEN returned_by_applicant_at END AS returned_by_applicant_at,
    CASE WHEN rated_at <= :cut THEN rated_at END AS rated_at,
    CASE WHEN rated_at <= :cut THEN rating END AS rating,
    CASE WHEN extension_decided_at <= :cut THEN extension_decided_at END AS extension_decided_at,
    CASE WHEN gone_at <= :cut THEN gone_at END AS gone_at,
    CASE WHEN extension_decided_at > :cut THEN due_at ELSE due_effective_at END AS due_effective_at
FROM fct_message
WHERE registered_at <= :cut
