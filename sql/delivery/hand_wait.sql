-- grain: one delivery that a person makes: what it waits for
UPDATE meta.delivery
SET reply = :reply
WHERE delivery_id = :delivery_id AND state = 'pending' AND reply IS DISTINCT FROM :reply;
