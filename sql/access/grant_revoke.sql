-- grain: one login: the role it holds ends
UPDATE meta.role_grant SET revoked_by = :by, revoked_at = :now
WHERE municipality = :municipality AND login = :login AND revoked_at IS NULL
RETURNING role;
