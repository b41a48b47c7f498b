-- Norms and maps that change by order: valid_from is the day from which a message is judged by the row (the law's
-- date), known_from the day on which we learnt it. The rows come from sql/seeds/*.csv.

-- grain: one rule of one term, for the messages that it names (null: any), from one date on
CREATE TABLE meta.deadline_rule (
    step text NOT NULL CHECK (
        step IN ('answer', 'extension', 'final_answer', 'registration', 'forwarding', 'fast_track')
    ),
    legal_regime text NOT NULL CHECK (legal_regime IN ('FZ59', 'POS_MESSAGE', 'OPEN_SOURCE')),
    priority text CHECK (priority IN ('NORMAL', 'HIGH')),
    is_fast_track boolean,
    block text,
    clock text NOT NULL CHECK (clock IN ('calendar_days', 'working_days', 'working_hours')),
    amount integer CHECK (amount > 0),
    opens time,
    closes time,
    source_term text CHECK (source_term IN ('used', 'control')),
    valid_from date NOT NULL,
    known_from date NOT NULL,
    source text NOT NULL,
    CONSTRAINT one_rule_a_date UNIQUE NULLS NOT DISTINCT (
        step, legal_regime, priority, is_fast_track, block, valid_from, known_from
    ),
    CONSTRAINT clock_suits_its_step CHECK (
        CASE step
            WHEN 'answer' THEN source_term IS NOT NULL
            WHEN 'final_answer' THEN clock <> 'working_hours'
            ELSE clock = 'calendar_days'
        END
    ),
    CONSTRAINT working_hours_have_a_day CHECK (clock <> 'working_hours' OR (opens < closes) IS TRUE),
    CONSTRAINT only_an_extension_is_unlimited CHECK (amount IS NOT NULL OR step = 'extension')
);
COMMENT ON COLUMN meta.deadline_rule.source_term IS
'used: the term in the export is the term; control: it is only a control date';
COMMENT ON COLUMN meta.deadline_rule.amount IS
'counted from registration (clock start for hours, interim answer for final_answer); extension: how far at most';

-- grain: one word of the sources (kind topic) or one prefix of a classifier code (kind code), from one date on
CREATE TABLE meta.topic_block (
    kind text NOT NULL CHECK (kind IN ('topic', 'code')),
    topic text NOT NULL,
    block text,
    valid_from date NOT NULL,
    known_from date NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (kind, topic, valid_from, known_from)
);
COMMENT ON COLUMN meta.topic_block.block IS 'null: the word is not mapped any more';

-- grain: one target of one indicator, from one date on
CREATE TABLE meta.target (
    indicator text NOT NULL,
    relation text NOT NULL CHECK (relation IN ('<=', '>=')),
    target numeric NOT NULL,
    valid_from date NOT NULL,
    known_from date NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (indicator, valid_from, known_from)
);

-- grain: one correction of one day of the production calendar
CREATE TABLE meta.calendar_override (
    day date NOT NULL,
    is_working boolean NOT NULL,
    is_short boolean NOT NULL,
    completes_year boolean NOT NULL,
    valid_from date NOT NULL,
    known_from date NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (day, known_from)
);
COMMENT ON COLUMN meta.calendar_override.completes_year IS
'with this row the calendar of its year is complete and official';

-- grain: one day, as the library knows it; corrections of meta.calendar_override come on top at the time of use
CREATE TABLE marts.dim_calendar (
    day date PRIMARY KEY,
    is_working boolean NOT NULL,
    is_short boolean NOT NULL,
    is_official boolean NOT NULL
);

-- grain: the one row that says up to which moment the marts have learnt rules
CREATE TABLE marts.rules_known (
    is_one boolean PRIMARY KEY DEFAULT TRUE CHECK (is_one),
    as_of timestamptz NOT NULL
);

-- grain: one message with everything computed once; moments in UTC, _on = local dates
CREATE TABLE marts.fct_message (
    message_key uuid PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    legal_regime text,
    block text NOT NULL,
    executor text,
    case_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    is_valid boolean NOT NULL,
    status text,
    outcome text,
    is_solvable boolean NOT NULL,
    is_repeat boolean,
    is_fast_track boolean,
    rating smallint,
    received_on date,
    registered_on date NOT NULL,
    registered_at timestamptz NOT NULL,
    clock_start_at timestamptz NOT NULL,
    is_clock_from_source boolean NOT NULL,
    interim_answer_at timestamptz,
    first_public_answer_at timestamptz,
    first_final_answer_at timestamptz,
    answer_clock_at timestamptz,
    closed_at timestamptz,
    transferred_at timestamptz,
    returned_by_applicant_at timestamptz,
    rated_at timestamptz,
    extension_decided_at timestamptz,
    gone_at timestamptz,
    due_at timestamptz,
    due_source text CHECK (due_source IN ('SOURCE', 'RULE')),
    due_control_at timestamptz,
    due_effective_at timestamptz,
    final_due_at timestamptz,
    is_extension_undated boolean NOT NULL,
    registration_due_on date,
    forwarding_due_on date,
    fast_track_due_on date,
    public_answer_seconds bigint,
    final_answer_seconds bigint,
    final_answer_days integer,
    unknown_year integer
);
CREATE INDEX fct_message_by_registration ON marts.fct_message (registered_at);
COMMENT ON COLUMN marts.fct_message.answer_clock_at IS
'the answer that stops the clock: the first public one for OPEN_SOURCE, the first final one otherwise';
COMMENT ON COLUMN marts.fct_message.gone_at IS
'decision date of a transfer, a withdrawal, a leaving without answer';
COMMENT ON COLUMN marts.fct_message.rated_at IS 'date of the rating, else of the final answer; null without a rating';
COMMENT ON COLUMN marts.fct_message.unknown_year IS
'a term falls into this year, which has no official calendar: the refresh that meets it is refused';

-- grain: one official page (or an organisation without one) in one ISO week
CREATE TABLE marts.fct_page_week (
    page_week_key uuid PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    ogrn text NOT NULL,
    page_id text NOT NULL,
    week date NOT NULL,
    is_kept boolean NOT NULL,
    has_legal_ground boolean NOT NULL,
    posts integer,
    points numeric
);
CREATE INDEX fct_page_week_by_week ON marts.fct_page_week (week);
COMMENT ON COLUMN marts.fct_page_week.points IS 'of 90 (domain §16.28); null when one of the seven cells is empty';

-- The links of cases: a register row names the number of a message of pos or reception.
CREATE INDEX message_by_number ON core.message (source_number) WHERE channel IN ('pos', 'reception');
CREATE INDEX message_by_linked_number ON core.message (linked_number) WHERE linked_number IS NOT NULL;
