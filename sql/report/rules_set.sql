-- grain: one file of one set of rules
SELECT
    rules_set.path,
    rules_file.content
FROM meta.rules_set
INNER JOIN meta.rules_file ON rules_set.sha256 = rules_file.sha256
WHERE rules_set.rules_hash = :rules_hash
ORDER BY rules_set.path;
