-- grain: one execution of one channel's load, of one file or of a thousand
CREATE TABLE meta.load (
    load_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    status text NOT NULL CHECK (status IN ('extracted', 'validated', 'loaded', 'failed')),
    contract_checksum text,
    judgement jsonb,
    code_version text NOT NULL,
    dag_run_id text,
    started_at timestamptz NOT NULL,
    finished_at timestamptz
);

-- grain: one arrived name of one file in one load; read = loaded + unchanged + rejected + foreign
CREATE TABLE meta.load_file (
    load_id bigint NOT NULL REFERENCES meta.load,
    file_id integer NOT NULL REFERENCES landing.file,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'loaded', 'unchanged', 'refused', 'stopped')),
    rows_read integer NOT NULL DEFAULT 0,
    rows_loaded integer NOT NULL DEFAULT 0,
    rows_unchanged integer NOT NULL DEFAULT 0,
    rows_rejected integer NOT NULL DEFAULT 0,
    rows_foreign integer NOT NULL DEFAULT 0,
    message text,
    PRIMARY KEY (load_id, file_id, name),
    CONSTRAINT every_row_is_accounted_for CHECK (
        state NOT IN ('loaded', 'unchanged')
        OR rows_read = rows_loaded + rows_unchanged + rows_rejected + rows_foreign
    )
);

-- grain: one row refused, named by its place in its file
CREATE TABLE meta.rejected_row (
    rejected_row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id integer NOT NULL REFERENCES landing.file,
    sheet_no smallint NOT NULL,
    row_no integer NOT NULL,
    load_id bigint NOT NULL REFERENCES meta.load,
    source_number text,
    number_year integer,
    message_key uuid,
    code text NOT NULL,
    column_name text,
    reason text NOT NULL,
    payload jsonb,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'superseded', 'dismissed')),
    dismissed_by text,
    dismissed_reason text,
    CONSTRAINT one_entry_a_row UNIQUE (file_id, sheet_no, row_no),
    CONSTRAINT dismissal_is_signed CHECK (
        state <> 'dismissed' OR (dismissed_by IS NOT NULL AND dismissed_reason IS NOT NULL)
    )
);
