-- grain: one login: the role it holds from now on
INSERT INTO meta.role_grant (municipality, login, role, granted_by, granted_at)
VALUES (:municipality, :login, :role, :by, :now);
