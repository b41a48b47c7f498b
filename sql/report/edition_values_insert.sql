-- grain: one value of one edition; the figures document's values go in as one JSON array, decimal texts unrounded
INSERT INTO meta.edition_value (
    edition_id,
    position,
    indicator,
    version,
    channel,
    legal_regime,
    block,
    executor,
    numerator,
    denominator,
    value,
    unit,
    n_unknown,
    coverage,
    flags
)
SELECT
    :edition_id,
    element.position,
    element.item ->> 'indicator',
    (element.item ->> 'version')::integer,
    element.item -> 'slice' ->> 'channel',
    element.item -> 'slice' ->> 'legal_regime',
    element.item -> 'slice' ->> 'block',
    element.item -> 'slice' ->> 'executor',
    (element.item ->> 'numerator')::numeric,
    (element.item ->> 'denominator')::numeric,
    (element.item ->> 'value')::numeric,
    element.item ->> 'unit',
    (element.item ->> 'n_unknown')::bigint,
    (element.item ->> 'coverage')::numeric,
    ARRAY(SELECT jsonb_array_elements_text(element.item -> 'flags'))
FROM jsonb_array_elements(CAST(:items AS jsonb)) WITH ORDINALITY AS element (item, position);
