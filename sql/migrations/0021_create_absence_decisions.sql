-- What people decide of messages that have vanished from the exports, and of rows in the quarantine.

-- grain: one decision about one vanishing of one message: withdrawn by its source, or kept in the figures; append-only.
-- missing_since tells the vanishing: a message that comes back and vanishes anew is not decided.
CREATE TABLE meta.absence_decision (
    absence_decision_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    message_key uuid NOT NULL,
    channel text NOT NULL,
    source_number text NOT NULL,
    action text NOT NULL CHECK (action IN ('withdraw', 'keep')),
    is_by_contract boolean NOT NULL,
    missing_since timestamptz NOT NULL,
    reason text NOT NULL CHECK (length(trim(reason)) >= 10),
    decided_by text NOT NULL CHECK (trim(decided_by) <> ''),
    decided_at timestamptz NOT NULL,
    CONSTRAINT a_contract_only_withdraws CHECK (NOT is_by_contract OR action = 'withdraw')
);
COMMENT ON COLUMN meta.absence_decision.is_by_contract IS
'told for people to read: what a contract withdraws is judged from the files anew at every load';
CREATE UNIQUE INDEX absence_decision_once_a_moment ON meta.absence_decision (message_key, decided_at) WHERE NOT is_by_contract;
CREATE UNIQUE INDEX absence_decision_once_a_vanishing ON meta.absence_decision (message_key, missing_since)
WHERE is_by_contract;
CREATE INDEX absence_decision_by_moment ON meta.absence_decision (municipality, decided_at);

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.absence_decision
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();

ALTER TABLE core.message ADD COLUMN absence_verdict text
CHECK (absence_verdict IN ('WITHDRAWN_BY_SOURCE', 'KEPT'));
COMMENT ON COLUMN core.message.absence_verdict IS
'what is decided of its vanishing, made of the files and meta.absence_decision at every load; null: nothing, or not missing';

-- The list of what is missing, by the moment of vanishing.
CREATE INDEX message_missing_by_moment ON core.message (municipality, missing_since, message_key)
WHERE missing_since IS NOT NULL;
CREATE INDEX message_settled ON core.message (municipality, channel) WHERE absence_verdict IS NOT NULL;

-- grain: one wish of one person that the rows of one file be judged again; append-only
CREATE TABLE meta.judgement_request (
    judgement_request_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id integer NOT NULL REFERENCES landing.file,
    after_load_id bigint NOT NULL,
    asked_by text NOT NULL CHECK (trim(asked_by) <> ''),
    asked_at timestamptz NOT NULL
);
COMMENT ON COLUMN meta.judgement_request.after_load_id IS
'the last load that had read the file when it was asked for: done when a later one has';
CREATE INDEX judgement_request_by_file ON meta.judgement_request (file_id);

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.judgement_request
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();

ALTER TABLE meta.rejected_row ADD COLUMN dismissed_at timestamptz;
CREATE INDEX rejected_row_open ON meta.rejected_row (rejected_row_id) WHERE state = 'open';
CREATE INDEX load_file_by_file ON meta.load_file (file_id);
