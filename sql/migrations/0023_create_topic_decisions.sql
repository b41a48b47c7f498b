-- Topics mapped by people: beside the rows of sql/seeds/topic_block.csv, and written into the map again with them.

-- grain: one decision of one person: which направление one topic (or code) has from one day on; append-only.
-- The map has no municipality, so a decision holds for the whole warehouse; municipality says whose person decided.
CREATE TABLE meta.topic_decision (
    topic_decision_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('topic', 'code')),
    topic text NOT NULL CHECK (trim(topic) <> ''),
    block text,
    valid_from date NOT NULL,
    known_from date NOT NULL,
    decided_by text NOT NULL CHECK (trim(decided_by) <> ''),
    decided_at timestamptz NOT NULL
);
COMMENT ON COLUMN meta.topic_decision.block IS 'null: the word is not mapped any more';
COMMENT ON COLUMN meta.topic_decision.known_from IS 'the local day of the decision; as of an earlier day it is not known';

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.topic_decision
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();

-- What is not mapped is looked for on a page; most messages are mapped.
CREATE INDEX fct_message_not_classified ON marts.fct_message (municipality, registered_at) INCLUDE (message_key)
WHERE is_valid AND block = 'Прочее/не классифицировано';
