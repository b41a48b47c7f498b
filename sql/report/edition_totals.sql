-- grain: one frozen total of one edition, numbers as the texts they were frozen from
SELECT
    indicator,
    version,
    numerator::text AS numerator,
    denominator::text AS denominator,
    value::text AS value,
    unit,
    n_unknown,
    coverage::text AS coverage,
    flags
FROM meta.edition_value
WHERE
    edition_id = :edition_id
    AND channel IS NULL
    AND legal_regime IS NULL
    AND block IS NULL
    AND executor IS NULL
ORDER BY position;
