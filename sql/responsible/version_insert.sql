-- grain: one accepted version of the table
INSERT INTO meta.responsible_version (municipality, file_name, sha256, accepted_at, accepted_by)
VALUES (:municipality, :file_name, :sha256, :now, :accepted_by)
RETURNING version;
