-- grain: one column that the newest export of one source has and the one before had not, or the other way round
-- A source is a channel, registrar and form; columns the contract knows go by its field, others by their header.
WITH numbered AS (
    SELECT
        file_id,
        channel,
        registrar,
        form,
        business_day,
        row_number() OVER (
            PARTITION BY channel, registrar, form
            ORDER BY exported_at DESC, landed_at DESC
        ) AS place
    FROM landing.file
    WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :as_of
),

compared AS (
    SELECT *
    FROM numbered
    WHERE place <= 2
),

unknown AS (
    SELECT DISTINCT
        compared.channel,
        compared.registrar,
        compared.form,
        compared.place,
        header.name
    FROM compared
    INNER JOIN landing.file_sheet AS sheet ON compared.file_id = sheet.file_id
    CROSS JOIN unnest(sheet.unknown_headers) AS header (name)
),

-- A field is absent when no sheet that was read has it
absent AS (
    SELECT
        compared.channel,
        compared.registrar,
        compared.form,
        compared.place,
        field.name
    FROM compared
    INNER JOIN landing.file_sheet AS sheet ON compared.file_id = sheet.file_id AND sheet.note IS NULL
    CROSS JOIN unnest(sheet.absent_fields) AS field (name)
    GROUP BY compared.channel, compared.registrar, compared.form, compared.place, compared.file_id, field.name
    HAVING count(*) = (
        SELECT count(*)
        FROM landing.file_sheet AS every
        WHERE every.file_id = compared.file_id AND every.note IS NULL
    )
),

sided AS (
    SELECT
        'unknown' AS kind,
        unknown.*
    FROM unknown
    UNION ALL
    SELECT
        'absent' AS kind,
        absent.*
    FROM absent
),

changed AS (
    SELECT
        kind,
        channel,
        registrar,
        form,
        name,
        min(place) AS place
    FROM sided
    GROUP BY kind, channel, registrar, form, name
    HAVING count(DISTINCT place) = 1
)

SELECT
    changed.channel,
    changed.registrar,
    changed.kind,
    changed.name,
    changed.place = 1 AS is_in_newest,
    newest.business_day,
    older.business_day AS compared_with
FROM changed
INNER JOIN compared AS newest
    ON
        changed.channel = newest.channel
        AND changed.registrar = newest.registrar
        AND changed.form = newest.form
        AND newest.place = 1
INNER JOIN compared AS older
    ON
        changed.channel = older.channel
        AND changed.registrar = older.registrar
        AND changed.form = older.form
        AND older.place = 2
ORDER BY changed.channel, changed.registrar, changed.kind, changed.name;
