-- grain: one mail: written down before the first byte leaves
UPDATE meta.delivery
SET state = 'sending', attempts = attempts + 1, attempted_at = :now, retry_at = NULL, reply = NULL
WHERE delivery_id = :delivery_id;
