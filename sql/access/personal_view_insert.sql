-- grain: one look of one user at personal data
INSERT INTO meta.personal_view (municipality, login, role, page, message_key, seen_at)
VALUES (:municipality, :login, :role, :page, :message_key, :now);
