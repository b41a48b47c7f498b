-- What an edition was computed by, so that it can be computed again to the digit whatever is edited afterwards.

-- grain: one content of a rules table, an indicator file, a fact's SQL or the thresholds; contents are never changed
CREATE TABLE meta.rules_file (
    sha256 text PRIMARY KEY,
    content text NOT NULL
);

-- grain: one file of one set of rules; the set's name is the hash over its paths and contents
CREATE TABLE meta.rules_set (
    rules_hash text NOT NULL,
    path text NOT NULL,
    sha256 text NOT NULL REFERENCES meta.rules_file,
    PRIMARY KEY (rules_hash, path)
);

-- grain: one computation that gave the values of one edition: its rules, and how far the register of files had come
CREATE TABLE meta.edition_computation (
    edition_id integer NOT NULL REFERENCES meta.edition,
    as_of timestamptz NOT NULL,
    gaps_at timestamptz NOT NULL,
    file_change_id bigint NOT NULL,
    rules_hash text NOT NULL,
    PRIMARY KEY (edition_id, as_of)
);
COMMENT ON COLUMN meta.edition_computation.gaps_at IS
'the moment at which the gaps of the exports were judged: it may be later than the newest export';
COMMENT ON COLUMN meta.edition_computation.file_change_id IS
'the last row of landing.file_before at that time: later changes of the register are undone when computing again';

-- grain: one change of one registered file (loaded, refused, moved to an earlier date): what stood there before
CREATE TABLE landing.file_before (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_id integer NOT NULL,
    state text NOT NULL,
    exported_at timestamptz NOT NULL,
    business_day date NOT NULL,
    covers_from date,
    covers_to date
);
CREATE INDEX file_before_by_file ON landing.file_before (file_id, change_id);

CREATE FUNCTION landing.keep_file_before() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO landing.file_before (file_id, state, exported_at, business_day, covers_from, covers_to)
    VALUES (old.file_id, old.state, old.exported_at, old.business_day, old.covers_from, old.covers_to);
    RETURN NULL;
END
$$;

CREATE TRIGGER register_keeps_what_it_said AFTER UPDATE ON landing.file
FOR EACH ROW
WHEN (
    (old.state, old.exported_at, old.business_day, old.covers_from, old.covers_to)
    IS DISTINCT FROM (new.state, new.exported_at, new.business_day, new.covers_from, new.covers_to)
)
EXECUTE FUNCTION landing.keep_file_before();
