-- Who may do what on the pages, and who has looked at personal data.

-- grain: one stretch of time in which one login of Airflow holds one role; a login holds one role at a time
CREATE TABLE meta.role_grant (
    grant_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    login text NOT NULL CHECK (trim(login) <> ''),
    role text NOT NULL CHECK (role IN ('secretary', 'head', 'curator', 'member', 'analyst', 'engineer')),
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL,
    revoked_by text,
    revoked_at timestamptz,
    CONSTRAINT moments_are_in_order CHECK (revoked_at >= granted_at),
    CONSTRAINT a_withdrawal_has_an_author CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE UNIQUE INDEX one_role_a_login ON meta.role_grant (municipality, login) WHERE revoked_at IS NULL;

-- grain: one look of one user at personal data; append-only
CREATE TABLE meta.personal_view (
    view_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    login text NOT NULL,
    role text NOT NULL,
    page text NOT NULL,
    message_key uuid,
    seen_at timestamptz NOT NULL
);
COMMENT ON COLUMN meta.personal_view.message_key IS 'whose data; null: a page that shows those of many messages';
CREATE INDEX personal_view_by_moment ON meta.personal_view (municipality, seen_at);

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.personal_view
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();
