-- Responsible persons of both sides (the decree, I.3 and annex 2).

-- grain: one accepted version of the table of responsible persons; append-only, the newest counts
CREATE TABLE meta.responsible_version (
    version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    accepted_at timestamptz NOT NULL,
    accepted_by text
);
CREATE INDEX responsible_version_by_moment ON meta.responsible_version (municipality, accepted_at);

-- grain: one stretch of days in which one person holds, or stands in for the holder of, one role, as one version says
CREATE TABLE core.responsible (
    version integer NOT NULL REFERENCES meta.responsible_version,
    position integer NOT NULL,
    municipality text NOT NULL,
    role text NOT NULL CHECK (role IN ('cur_head', 'mcu_head', 'secretary', 'curator', 'engineer')),
    is_deputy boolean NOT NULL,
    stands_in_for text,
    name text NOT NULL,
    post text NOT NULL,
    organisation text NOT NULL,
    phone text,
    email text,
    way text NOT NULL CHECK (way IN ('smtp', 'sftp', 'folder', 'hand')),
    address text,
    valid_from date NOT NULL,
    valid_to date,
    PRIMARY KEY (version, position),
    CONSTRAINT days_are_in_order CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT a_deputy_has_an_end CHECK (NOT is_deputy OR valid_to IS NOT NULL),
    CONSTRAINT only_a_deputy_stands_in CHECK (stands_in_for IS NULL OR is_deputy)
);
COMMENT ON COLUMN core.responsible.is_deputy IS
'acts in place of the holders of the role on the days valid_from … valid_to (last day included)';
COMMENT ON COLUMN core.responsible.stands_in_for IS
'the one person of the role, by name, in whose place the deputy acts; null: all holders';
COMMENT ON COLUMN core.responsible.address IS 'where the way leads that is no mail: sftp://…, a folder';
