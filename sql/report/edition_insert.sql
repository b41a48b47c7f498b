-- grain: one edition, with the number that its caller has counted under the quarter's lock
INSERT INTO meta.edition (
    municipality, quarter, number, kind, schema_name, as_of, as_of_text, issued_at, values_hash, rules_hash, coverage, face, remarks
)
VALUES (
    :municipality,
    :quarter,
    :number,
    :kind,
    :schema_name,
    CAST(:as_of_text AS timestamptz),
    :as_of_text,
    :issued_at,
    :values_hash,
    :rules_hash,
    CAST(:coverage AS jsonb),
    CAST(:face AS jsonb),
    :remarks
)
RETURNING edition_id;
