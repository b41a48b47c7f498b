-- grain: one frozen value of one edition, numbers as the texts they were frozen from
SELECT
    indicator,
    version,
    channel,
    legal_regime,
    block,
    executor,
    numerator::text AS numerator,
    denominator::text AS denominator,
    value::text AS value,
    unit,
    n_unknown,
    coverage::text AS coverage,
    flags
FROM meta.edition_value
WHERE edition_id = :edition_id
ORDER BY position;
