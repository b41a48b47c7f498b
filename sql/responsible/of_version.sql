-- grain: one stretch of one person in one role, of one version of the table; in the order of newest.sql
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
WHERE responsible.version = :version
ORDER BY responsible.is_deputy, responsible.position;
