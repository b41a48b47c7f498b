-- grain: one login that holds a role now
SELECT
    login,
    role,
    granted_by,
    granted_at
FROM meta.role_grant
WHERE municipality = :municipality AND revoked_at IS NULL
ORDER BY login;
