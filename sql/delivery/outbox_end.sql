-- grain: one mail: how the attempt ended
UPDATE meta.delivery
SET
    state = :state,
    reply = :reply,
    retry_at = :retry_at,
    n_uncertain = n_uncertain + CASE WHEN :state = 'uncertain' THEN 1 ELSE 0 END,
    sent_at = CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END
WHERE delivery_id = :delivery_id;
