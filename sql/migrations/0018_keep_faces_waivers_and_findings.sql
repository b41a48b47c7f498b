-- Who is named on an edition, which gaps a person has let pass, what the privacy gate has found.

ALTER TABLE meta.edition ADD COLUMN face jsonb, ADD COLUMN remarks text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN meta.edition.remarks IS 'sentences about files that could not be made as asked (a form with unknown tokens)';
COMMENT ON COLUMN meta.edition.face IS
'addressee and signatory as the files of the edition name them: officials; null: issued before it was kept';

ALTER TABLE meta.quarter ADD COLUMN rejection_reason text;

-- grain: one gap of one channel in one quarter that a person lets pass by name; append-only
CREATE TABLE meta.waiver (
    waiver_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    quarter text NOT NULL,
    channel text NOT NULL,
    reason text NOT NULL,
    waived_by text,
    waived_at timestamptz NOT NULL,
    FOREIGN KEY (municipality, quarter) REFERENCES meta.quarter
);

-- grain: one thing found in one file of one edition that may be personal: where and of what kind, never the thing itself
CREATE TABLE meta.edition_finding (
    edition_id integer NOT NULL REFERENCES meta.edition,
    position integer NOT NULL,
    file text NOT NULL,
    place text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (edition_id, position)
);
