-- grain: one value in force that the incoming file withdraws, or gives otherwise; its time ends at :now
WITH incoming AS (
    SELECT item.*
    FROM jsonb_to_recordset((:items)::jsonb)
        AS item (
            row_no integer,
            quarter text,
            indicator text,
            channel text,
            legal_regime text,
            block text,
            executor text,
            numerator numeric,
            denominator numeric,
            value numeric
        )
)

UPDATE meta.history_value AS known
SET superseded_at = greatest(:now, known.loaded_at), superseded_by = :loaded_by
FROM incoming
WHERE
    known.superseded_at IS NULL
    AND known.municipality = :municipality
    AND known.quarter = incoming.quarter
    AND known.indicator = incoming.indicator
    AND coalesce(known.channel, '') = coalesce(incoming.channel, '')
    AND coalesce(known.legal_regime, '') = coalesce(incoming.legal_regime, '')
    AND coalesce(known.block, '') = coalesce(incoming.block, '')
    AND coalesce(known.executor, '') = coalesce(incoming.executor, '')
    AND (
        :is_withdrawn
        OR (known.numerator, known.denominator, known.value)
        IS DISTINCT FROM (incoming.numerator, incoming.denominator, incoming.value)
    );
