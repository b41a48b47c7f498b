-- grain: one state of one message, the newest told first
SELECT state_hash
FROM core.message_version
WHERE message_key = :message_key
ORDER BY version_no DESC;
