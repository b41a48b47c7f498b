-- grain: one stretch of one person in one role, of the version of the table that was the newest at :as_of; the holders
-- of a role before those who stand in for them
SELECT
    responsible.role,
    responsible.is_deputy,
    coalesce(responsible.stands_in_for, '') AS stands_in_for,
    responsible.name,
    responsible.post,
    responsible.organisation,
    coalesce(responsible.phone, '') AS phone,
    coalesce(responsible.email, '') AS email,
    responsible.way,
    coalesce(responsible.address, '') AS address,
    responsible.valid_from,
    responsible.valid_to
FROM core.responsible
WHERE
    responsible.version = (
        SELECT max(known.version)
        FROM meta.responsible_version AS known
        WHERE known.municipality = :municipality AND known.accepted_at <= :as_of
    )
ORDER BY responsible.is_deputy, responsible.position;
