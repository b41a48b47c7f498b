-- grain: one decision of the head of the centre about one message: out of all figures, or back into them; append-only.
-- channel and source_number are what people read; the key is the same after every rebuild.
CREATE TABLE meta.exclusion (
    exclusion_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    message_key uuid NOT NULL,
    channel text NOT NULL,
    source_number text NOT NULL,
    action text NOT NULL CHECK (action IN ('exclude', 'return')),
    reason text NOT NULL CHECK (length(trim(reason)) >= 10),
    decided_by text NOT NULL CHECK (trim(decided_by) <> ''),
    decided_at timestamptz NOT NULL,
    CONSTRAINT one_decision_a_moment UNIQUE (message_key, decided_at)
);

CREATE FUNCTION meta.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal %.% is append-only: write another decision', tg_table_schema, tg_table_name;
END
$$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.exclusion
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();

-- grain: what one edition says of the quality of its data beside its values: it was gathered with them, as of their
-- moment, and the edition that is issued of them says the same
CREATE TABLE meta.edition_quality (
    edition_id integer PRIMARY KEY REFERENCES meta.edition,
    quality jsonb NOT NULL
);

-- A message is looked up by its number (what a person types, what a mark of a duplicate names), not only in pos.
DROP INDEX core.message_by_number;
CREATE INDEX message_by_number ON core.message (source_number);
CREATE INDEX message_by_duplicate ON core.message (duplicate_of) WHERE duplicate_of IS NOT NULL;

-- One message is shown beside the others of its applicant.
CREATE INDEX message_by_applicant ON core.message (applicant_key) WHERE applicant_key IS NOT NULL;

-- Messages of one case are looked up by it; almost every message is its own case.
CREATE INDEX fct_message_by_case ON marts.fct_message (case_key) WHERE case_key <> message_key;
