-- grain: one distinct state of one message, as some row of some file has told it
-- A column header that the file does not have stands in absent_fields: the field keeps what an earlier file said.
CREATE TABLE core.message_state (
    message_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    absent_fields text[],
    received_at timestamptz,
    registered_at timestamptz NOT NULL,
    assigned_at timestamptz,
    due_at timestamptz,
    control_at timestamptz,
    extended_due_at timestamptz,
    extension_decided_at timestamptz,
    interim_answer_at timestamptz,
    answered_at timestamptz,
    first_public_answer_at timestamptz,
    first_final_answer_at timestamptz,
    closed_at timestamptz,
    transferred_at timestamptz,
    returned_by_applicant_at timestamptz,
    rated_at timestamptz,
    status text,
    source_status text,
    outcome text,
    source_type text,
    legal_regime text,
    appeal_kind text,
    delivery text,
    priority text,
    topic_l1 text,
    topic_l2 text,
    topic_l3 text,
    classifier_code text,
    executor text,
    settlement text,
    linked_number text,
    duplicate_of text,
    rating smallint,
    is_fast_track boolean,
    is_repeat boolean,
    is_spam boolean,
    is_test boolean,
    is_deleted boolean,
    is_overdue_by_source boolean,
    answer_duration interval,
    is_clock_from_source boolean,
    applicant_key uuid,
    PRIMARY KEY (message_key, state_hash)
);

-- grain: one message in one file; append-only, written for unchanged rows too
-- is_refused: the registration date contradicts an earlier file (R12); such a row takes no part in the message.
CREATE TABLE core.message_seen (
    message_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    file_id integer NOT NULL,
    row_no integer NOT NULL,
    sheet_no smallint NOT NULL,
    is_refused boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (message_key, file_id)
);
CREATE INDEX message_seen_by_file ON core.message_seen USING brin (file_id);

-- grain: one message, folded from its states in the order of the files
CREATE TABLE core.message (
    message_key uuid PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    registrar text NOT NULL,
    number_year integer NOT NULL,
    source_number text NOT NULL,
    received_at timestamptz,
    registered_at timestamptz NOT NULL,
    assigned_at timestamptz,
    due_at timestamptz,
    control_at timestamptz,
    extended_due_at timestamptz,
    extension_decided_at timestamptz,
    interim_answer_at timestamptz,
    answered_at timestamptz,
    first_public_answer_at timestamptz,
    first_final_answer_at timestamptz,
    closed_at timestamptz,
    transferred_at timestamptz,
    returned_by_applicant_at timestamptz,
    rated_at timestamptz,
    status text,
    source_status text,
    outcome text,
    source_type text,
    legal_regime text,
    appeal_kind text,
    delivery text,
    priority text,
    topic_l1 text,
    topic_l2 text,
    topic_l3 text,
    classifier_code text,
    executor text,
    settlement text,
    linked_number text,
    duplicate_of text,
    rating smallint,
    is_fast_track boolean,
    is_repeat boolean,
    is_spam boolean,
    is_test boolean,
    is_deleted boolean,
    is_overdue_by_source boolean,
    answer_duration interval,
    is_clock_from_source boolean,
    applicant_key uuid,
    state_hash uuid NOT NULL,
    missing_since timestamptz
);

-- grain: one question of one state of a 59-ФЗ appeal
CREATE TABLE core.message_question (
    message_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    question_no smallint NOT NULL,
    classifier_code text,
    result text,
    responded_at timestamptz,
    PRIMARY KEY (message_key, state_hash, question_no)
);

-- grain: one distinct state of one official page in one ISO week
CREATE TABLE core.page_week_state (
    page_week_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    absent_fields text[],
    organisation text,
    legal_ground text,
    status text,
    is_connected boolean,
    has_gos_badge boolean,
    design_percent numeric,
    widgets smallint,
    posts integer,
    subscribers integer,
    reach_week integer,
    PRIMARY KEY (page_week_key, state_hash)
);

-- grain: one official page in one ISO week, in one file
CREATE TABLE core.page_week_seen (
    page_week_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    file_id integer NOT NULL,
    row_no integer NOT NULL,
    sheet_no smallint NOT NULL,
    is_refused boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (page_week_key, file_id)
);

-- grain: one official page (or an organisation without one: page_id is empty) in one ISO week
CREATE TABLE core.page_week (
    page_week_key uuid PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    registrar text NOT NULL,
    ogrn text NOT NULL,
    page_id text NOT NULL,
    week date NOT NULL,
    organisation text,
    legal_ground text,
    status text,
    is_connected boolean,
    has_gos_badge boolean,
    design_percent numeric,
    widgets smallint,
    posts integer,
    subscribers integer,
    reach_week integer,
    state_hash uuid NOT NULL,
    missing_since timestamptz
);

-- grain: one run of equal states of a message, in the order of the files (design §5.0): read, never stored, so that
-- a file that comes late, twice or under an earlier date needs no repair here
CREATE VIEW core.message_version AS
WITH sighting AS (
    SELECT
        seen.message_key,
        seen.state_hash,
        seen.file_id,
        seen.sheet_no,
        seen.row_no,
        file.exported_at,
        file.landed_at,
        row_number() OVER in_order AS position,
        lag(seen.state_hash) OVER in_order AS previous_hash
    FROM core.message_seen AS seen
    INNER JOIN landing.file AS file ON seen.file_id = file.file_id
    WHERE NOT seen.is_refused
    WINDOW in_order AS (
        PARTITION BY seen.message_key
        ORDER BY file.exported_at, file.landed_at, file.sha256
    )
),

numbered AS (
    SELECT
        sighting.*,
        count(*) FILTER (WHERE previous_hash IS NULL OR previous_hash <> state_hash)
            OVER (PARTITION BY message_key ORDER BY position)
            AS version_no
    FROM sighting
)

SELECT
    message_key,
    version_no,
    state_hash,
    min(exported_at) AS valid_from,
    max(exported_at) AS seen_until,
    count(*) AS n_files,
    (array_agg(file_id ORDER BY position))[1] AS file_id,
    (array_agg(sheet_no ORDER BY position))[1] AS sheet_no,
    (array_agg(row_no ORDER BY position))[1] AS row_no
FROM numbered
GROUP BY message_key, version_no, state_hash;
