-- grain: one file of one set of rules; a content that is known is not stored twice
INSERT INTO meta.rules_file (sha256, content)
SELECT DISTINCT
    element.item ->> 'sha256' AS sha256,
    element.item ->> 'content' AS content
FROM jsonb_array_elements((:files)::jsonb) AS element (item)
ON CONFLICT DO NOTHING;

INSERT INTO meta.rules_set (rules_hash, path, sha256)
SELECT
    :rules_hash AS rules_hash,
    element.item ->> 'path' AS path,
    element.item ->> 'sha256' AS sha256
FROM jsonb_array_elements((:files)::jsonb) AS element (item)
ON CONFLICT DO NOTHING;
