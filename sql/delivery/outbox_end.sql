-- grain: one attempt at one mail: how it ended, in the mail's row and in the journal
UPDATE meta.delivery_attempt
SET ended_at = :now, outcome = :state, reply = :reply
WHERE delivery_id = :delivery_id AND attempt = :attempt;

UPDATE meta.delivery
SET
    state = :state,
    reply = :reply,
    retry_at = :retry_at,
    n_uncertain = n_uncertain + CASE WHEN :state = 'uncertain' THEN 1 ELSE 0 END,
    sent_at = CASE WHEN :state = 'sent' THEN CAST(:now AS timestamptz) END
WHERE delivery_id = :delivery_id AND state = 'sending' AND attempts = :attempt;
