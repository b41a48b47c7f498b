-- Known bytes under another name: the earliest date that any name gave is the file's; landed_at stays.
INSERT INTO landing.file_name (file_id, name, exported_at, exported_at_source)
VALUES (:file_id, :name, :exported_at, :exported_at_source)
ON CONFLICT DO NOTHING;

UPDATE landing.file
SET
    exported_at = least(exported_at, :exported_at),
    exported_at_source = CASE WHEN :exported_at < exported_at THEN :exported_at_source ELSE exported_at_source END,
    business_day = CASE WHEN :exported_at < exported_at THEN :business_day ELSE business_day END,
    covers_from = CASE WHEN :exported_at < exported_at THEN cast(:business_day AS date) - :days ELSE covers_from END,
    covers_to = CASE WHEN :exported_at < exported_at THEN :business_day ELSE covers_to END,
    is_filtered = CASE WHEN :exported_at < exported_at THEN NULL ELSE is_filtered END,
    state = CASE WHEN :is_retry THEN 'landed' ELSE state END
WHERE file_id = :file_id
RETURNING
    file_id, channel, registrar, form, sha256, name, landed_at, exported_at, business_day, stored_url, state
