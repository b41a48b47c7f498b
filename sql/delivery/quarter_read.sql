-- grain: the row of one quarter
SELECT
    state,
    as_of,
    coverage,
    sign_off_opened_at,
    frozen_at,
    decision,
    decision_hash,
    decided_at,
    decided_by,
    rejected_hash,
    rejection_reason,
    held_back
FROM meta.quarter
WHERE municipality = :municipality AND quarter = :quarter;
