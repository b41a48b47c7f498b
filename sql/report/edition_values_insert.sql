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
    :edition_id AS edition_id,
    element.position,
    element.item ->> 'indicator' AS indicator,
    (element.item ->> 'version')::integer AS version,
    element.item -> 'slice' ->> 'channel' AS channel,
    element.item -> 'slice' ->> 'legal_regime' AS legal_regime,
    element.item -> 'slice' ->> 'block' AS block,
    element.item -> 'slice' ->> 'executor' AS executor,
    (element.item ->> 'numerator')::numeric AS numerator,
    (element.item ->> 'denominator')::numeric AS denominator,
    (element.item ->> 'value')::numeric AS value,
    element.item ->> 'unit' AS unit,
    (element.item ->> 'n_unknown')::bigint AS n_unknown,
    (element.item ->> 'coverage')::numeric AS coverage,
    array(SELECT jsonb_array_elements_text(element.item -> 'flags')) AS flags
FROM jsonb_array_elements((:items)::jsonb) WITH ORDINALITY AS element (item, position);
