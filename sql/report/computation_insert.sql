-- grain: one computation of one edition; the first of equal moments stays
INSERT INTO meta.edition_computation (edition_id, as_of, gaps_at, file_change_id, rules_hash)
VALUES (:edition_id, :as_of, :gaps_at, :file_change_id, :rules_hash)
ON CONFLICT DO NOTHING;
