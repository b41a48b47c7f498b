-- grain: one landed file (its plain bytes) of one channel and registrar
CREATE TABLE landing.file (
    file_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    channel text NOT NULL,
    registrar text NOT NULL,
    form text NOT NULL,
    sha256 text NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    n_bytes bigint NOT NULL,
    landed_at timestamptz NOT NULL,
    exported_at timestamptz NOT NULL,
    exported_at_source text NOT NULL,
    business_day date NOT NULL,
    covers_from date,
    covers_to date,
    stored_url text NOT NULL,
    state text NOT NULL DEFAULT 'landed' CHECK (state IN ('landed', 'loaded', 'refused', 'stopped')),
    message text,
    is_filtered boolean,
    CONSTRAINT file_is_known_once UNIQUE (municipality, channel, registrar, sha256)
);
COMMENT ON COLUMN landing.file.is_filtered IS
'null: absence not judged yet; true: the export looks filtered, nothing is taken as missing from it';

-- grain: one name under which the bytes of one file have arrived
CREATE TABLE landing.file_name (
    file_id integer NOT NULL REFERENCES landing.file,
    name text NOT NULL,
    exported_at timestamptz NOT NULL,
    exported_at_source text NOT NULL,
    PRIMARY KEY (file_id, name, exported_at)
);

-- grain: one sheet (or part) of one file, as it was last read
CREATE TABLE landing.file_sheet (
    file_id integer NOT NULL REFERENCES landing.file,
    sheet_no smallint NOT NULL,
    title text NOT NULL,
    header_row integer,
    n_rows integer NOT NULL,
    unknown_headers text[] NOT NULL,
    absent_fields text[] NOT NULL,
    note text,
    PRIMARY KEY (file_id, sheet_no)
);
