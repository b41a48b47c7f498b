-- The control list: which answers the quarter needs, what the mails of a day have said, by what the list is found.

-- grain: one open message whose answer in time the quarter's targets need, with the codes of those indicators
CREATE TABLE marts.control_effect (
    municipality text NOT NULL,
    message_key uuid NOT NULL,
    indicators text[] NOT NULL,
    PRIMARY KEY (municipality, message_key)
);

-- grain: one municipality: the quarter and the moment for which its effects were computed last
CREATE TABLE marts.control_effect_known (
    municipality text PRIMARY KEY,
    quarter text NOT NULL,
    as_of timestamptz NOT NULL
);

-- grain: one control list that a mail has told of: the first of a day (1) and the changed one (2)
CREATE TABLE meta.control_list (
    municipality text NOT NULL,
    day date NOT NULL,
    number smallint NOT NULL CHECK (number IN (1, 2)),
    composed_at timestamptz NOT NULL,
    message_keys uuid[] NOT NULL,
    marks text[] NOT NULL,
    PRIMARY KEY (municipality, day, number),
    CONSTRAINT each_message_has_its_marks CHECK (cardinality(message_keys) = cardinality(marks))
);
COMMENT ON COLUMN meta.control_list.marks IS 'what the list said of each message at composed_at, in the order of keys';

CREATE INDEX fct_message_open ON marts.fct_message (municipality, block, executor)
WHERE is_valid AND gone_at IS NULL AND first_final_answer_at IS NULL;
CREATE INDEX fct_message_returned ON marts.fct_message (municipality)
WHERE is_valid AND gone_at IS NULL AND status = 'RETURNED';
CREATE INDEX fct_message_registered_late ON marts.fct_message (municipality, registered_on)
WHERE is_valid AND registered_on > registration_due_on;
CREATE INDEX message_now_missing ON core.message (municipality) WHERE missing_since IS NOT NULL;
