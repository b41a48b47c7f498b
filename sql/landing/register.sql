-- grain: one landed file and its first name
WITH registered AS (
    INSERT INTO landing.file (
        municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
        exported_at_source, business_day, covers_from, covers_to, stored_url
    )
    VALUES (
        :municipality, :channel, :registrar, :form, :sha256, :name, :source, :n_bytes, :landed_at, :exported_at,
        :exported_at_source, :business_day, :covers_from, :covers_to, :stored_url
    )
    RETURNING *
),

named AS (
    INSERT INTO landing.file_name (file_id, name, exported_at, exported_at_source)
    SELECT
        file_id,
        name,
        exported_at,
        exported_at_source
    FROM registered
)

SELECT
    file_id,
    channel,
    registrar,
    form,
    sha256,
    name,
    landed_at,
    exported_at,
    business_day,
    stored_url,
    state
FROM registered
