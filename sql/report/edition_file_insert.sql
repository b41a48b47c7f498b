-- grain: one file of one edition
INSERT INTO meta.edition_file (edition_id, name, media_type, sha256, n_bytes)
VALUES (:edition_id, :name, :media_type, :sha256, :n_bytes);
