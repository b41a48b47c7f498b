-- grain: one stretch of one person in one role, of one version; the rows come as one JSON list
INSERT INTO core.responsible (
    version,
    position,
    municipality,
    role,
    is_deputy,
    stands_in_for,
    name,
    post,
    organisation,
    phone,
    email,
    way,
    address,
    valid_from,
    valid_to
)
SELECT
    :version,
    given.position,
    :municipality,
    given.role,
    given.is_deputy,
    nullif(given.stands_in_for, ''),
    given.name,
    given.post,
    given.organisation,
    nullif(given.phone, ''),
    nullif(given.email, ''),
    given.way,
    nullif(given.address, ''),
    given.valid_from,
    given.valid_to
FROM
    jsonb_to_recordset(cast(:persons AS jsonb)) AS given (
        position integer,
        role text,
        is_deputy boolean,
        stands_in_for text,
        name text,
        post text,
        organisation text,
        phone text,
        email text,
        way text,
        address text,
        valid_from date,
        valid_to date
    );
