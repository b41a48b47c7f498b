-- grain: one value of the incoming file that is not in force already
INSERT INTO meta.history_value (
    municipality, quarter, indicator, channel, legal_regime, block, executor, numerator, denominator, value,
    file_name, file_sha256, row_no, loaded_at, loaded_by
)
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

SELECT
    :municipality,
    incoming.quarter,
    incoming.indicator,
    incoming.channel,
    incoming.legal_regime,
    incoming.block,
    incoming.executor,
    incoming.numerator,
    incoming.denominator,
    incoming.value,
    :file_name,
    :file_sha256,
    incoming.row_no,
    :now,
    :loaded_by
FROM incoming
ON CONFLICT (municipality, quarter, indicator, channel, legal_regime, block, executor)
WHERE superseded_at IS NULL DO NOTHING;
