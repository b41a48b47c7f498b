-- grain: the row of one quarter
INSERT INTO meta.quarter AS known (
    municipality,
    quarter,
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
    held_back,
    updated_at
)
VALUES (
    :municipality,
    :quarter,
    :state,
    CAST(:as_of AS timestamptz),
    CAST(:coverage AS jsonb),
    :sign_off_opened_at,
    :frozen_at,
    :decision,
    :decision_hash,
    :decided_at,
    :decided_by,
    :rejected_hash,
    :rejection_reason,
    :held_back,
    :now
)
ON CONFLICT (municipality, quarter) DO UPDATE SET
    state = excluded.state,
    as_of = excluded.as_of,
    coverage = excluded.coverage,
    sign_off_opened_at = excluded.sign_off_opened_at,
    frozen_at = excluded.frozen_at,
    decision = excluded.decision,
    decision_hash = excluded.decision_hash,
    decided_at = excluded.decided_at,
    decided_by = excluded.decided_by,
    rejected_hash = excluded.rejected_hash,
    rejection_reason = excluded.rejection_reason,
    held_back = excluded.held_back,
    updated_at = excluded.updated_at
WHERE (
    known.state, known.as_of, known.coverage, known.sign_off_opened_at, known.frozen_at, known.decision,
    known.decision_hash, known.decided_at, known.decided_by, known.rejected_hash, known.rejection_reason,
    known.held_back
) IS DISTINCT FROM (
    excluded.state, excluded.as_of, excluded.coverage, excluded.sign_off_opened_at, excluded.frozen_at,
    excluded.decision, excluded.decision_hash, excluded.decided_at, excluded.decided_by, excluded.rejected_hash,
    excluded.rejection_reason, excluded.held_back
);
