-- Which rows a quarter looks at without reading them all. A message not made anew since this migration is looked at by
-- every quarter: the figures stay right, only slower, until the marts are rebuilt (svodka init does it).
ALTER TABLE marts.fct_message
ADD COLUMN first_event_at timestamptz NOT NULL DEFAULT '-infinity',
ADD COLUMN last_event_at timestamptz NOT NULL DEFAULT 'infinity';
COMMENT ON COLUMN marts.fct_message.first_event_at IS
'the least of all moments that a cohort of message_in_quarter or question_in_quarter looks at';
COMMENT ON COLUMN marts.fct_message.last_event_at IS
'the greatest of these moments; infinity while the message is neither answered nor gone';
CREATE INDEX fct_message_by_events ON marts.fct_message (last_event_at, first_event_at);
