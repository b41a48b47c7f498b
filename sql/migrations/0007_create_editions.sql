-- grain: one quarter of one municipality: how far its report has come (design §7)
-- as_of and coverage are of the last computation before the cut-off; frozen_at says that no later load is let in.
CREATE TABLE meta.quarter (
    municipality text NOT NULL,
    quarter text NOT NULL CHECK (quarter ~ '^[0-9]{4}Q[1-4]$'),
    state text NOT NULL DEFAULT 'collecting'
    CHECK (state IN ('collecting', 'preliminary', 'signed', 'sent', 'confirmed')),
    as_of timestamptz,
    coverage jsonb,
    sign_off_opened_at timestamptz,
    frozen_at timestamptz,
    decision text CHECK (decision IN ('approve', 'reject', 'silence')),
    decision_hash text,
    decided_at timestamptz,
    decided_by text,
    rejected_hash text,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (municipality, quarter)
);
COMMENT ON COLUMN meta.quarter.rejected_hash IS
'values_hash that the head has sent back: silence never sends it, only a later approval does';

-- grain: one edition of one quarter's report: 0.1, 0.2 … preliminary and never sent, 1, 2 … issued; append-only
CREATE TABLE meta.edition (
    edition_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    quarter text NOT NULL,
    number text NOT NULL CHECK (number ~ '^(0[.][1-9][0-9]*|[1-9][0-9]*)$'),
    kind text NOT NULL CHECK (kind IN ('preliminary', 'approved', 'automatic', 'corrected')),
    schema_name text NOT NULL,
    as_of timestamptz NOT NULL,
    as_of_text text NOT NULL,
    issued_at timestamptz NOT NULL,
    values_hash text NOT NULL,
    rules_hash text NOT NULL,
    coverage jsonb NOT NULL,
    FOREIGN KEY (municipality, quarter) REFERENCES meta.quarter,
    CONSTRAINT edition_number_is_given_once UNIQUE (municipality, quarter, number),
    CONSTRAINT preliminary_editions_are_zero CHECK ((kind = 'preliminary') = (number LIKE '0.%'))
);

-- grain: one frozen value of one edition, in the order of the figures document
CREATE TABLE meta.edition_value (
    edition_id integer NOT NULL REFERENCES meta.edition,
    position integer NOT NULL,
    indicator text NOT NULL,
    version integer NOT NULL,
    channel text,
    legal_regime text,
    block text,
    executor text,
    numerator numeric,
    denominator numeric,
    value numeric,
    unit text NOT NULL,
    n_unknown bigint NOT NULL,
    coverage numeric,
    flags text[] NOT NULL,
    PRIMARY KEY (edition_id, position)
);

-- grain: one file of one edition, stored under the home at reports/<quarter>/<edition>/<name>
CREATE TABLE meta.edition_file (
    edition_id integer NOT NULL REFERENCES meta.edition,
    name text NOT NULL,
    media_type text NOT NULL,
    sha256 text NOT NULL,
    n_bytes bigint NOT NULL,
    PRIMARY KEY (edition_id, name)
);

-- grain: one mail to one recipient on one occasion: the outbox. The row is there before anything is sent.
-- occasion: report/<quarter>/<edition> or control/<day>; sending: a process has begun and has not told the end yet.
CREATE TABLE meta.delivery (
    delivery_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    occasion text NOT NULL,
    recipient text NOT NULL,
    role text NOT NULL,
    way text NOT NULL DEFAULT 'smtp',
    edition_id integer REFERENCES meta.edition,
    message_id text NOT NULL UNIQUE,
    state text NOT NULL DEFAULT 'pending'
    CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    n_uncertain integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    retry_at timestamptz,
    attempted_at timestamptz,
    sent_at timestamptz,
    reply text,
    CONSTRAINT each_recipient_once_an_occasion UNIQUE (municipality, occasion, recipient),
    CONSTRAINT sent_has_its_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
