-- grain: one login: the role it holds now
SELECT role FROM meta.role_grant
WHERE municipality = :municipality AND login = :login AND revoked_at IS NULL;
