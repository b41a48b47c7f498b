-- Personal data: owned by another role; the key of the pseudonyms is kept outside the database.
SET LOCAL ROLE svodka_pii;

-- grain: one spelling of one applicant
CREATE TABLE pii.applicant (
    applicant_key uuid NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (applicant_key, name)
);

-- grain: the personal texts of one state of one message
CREATE TABLE pii.text (
    message_key uuid NOT NULL,
    state_hash uuid NOT NULL,
    body text,
    url text,
    PRIMARY KEY (message_key, state_hash)
);

RESET ROLE;
