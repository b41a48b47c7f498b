-- The page «Сообщение» looks a number up in any case of letters when nothing bears it as it is typed: a wrong number
-- must not read all messages.
CREATE INDEX message_by_number_in_any_case ON core.message (lower(source_number));
