-- grain: one value of one indicator, slice and quarter, as computed now; those of the quarter are replaced
DELETE FROM marts.fct_indicator
WHERE municipality = :municipality AND quarter = :quarter;

INSERT INTO marts.fct_indicator (
    municipality,
    quarter,
    indicator,
    version,
    kind,
    is_additive,
    may_exceed_100,
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
    flags,
    as_of
)
SELECT
    :municipality AS municipality,
    :quarter AS quarter,
    element.item ->> 'indicator' AS indicator,
    (element.item ->> 'version')::integer AS version,
    element.item ->> 'kind' AS kind,
    (element.item ->> 'is_additive')::boolean AS is_additive,
    (element.item ->> 'may_exceed_100')::boolean AS may_exceed_100,
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
    array(SELECT jsonb_array_elements_text(element.item -> 'flags')) AS flags,
    :as_of AS as_of
FROM jsonb_array_elements((:items)::jsonb) AS element (item);
