-- grain: one indicator in one slice of one quarter, as last computed for an edition
-- No key constraint: expectations/marts/fct_indicator.yml judges the grain, and says in words what is wrong.
CREATE TABLE marts.fct_indicator (
    municipality text NOT NULL,
    quarter text NOT NULL,
    indicator text NOT NULL,
    version integer NOT NULL,
    kind text,
    is_additive boolean NOT NULL,
    may_exceed_100 boolean NOT NULL,
    channel text,
    legal_regime text,
    block text,
    executor text,
    numerator numeric NOT NULL,
    denominator numeric,
    value numeric,
    unit text NOT NULL,
    n_unknown bigint NOT NULL,
    coverage numeric,
    flags text[] NOT NULL,
    as_of timestamptz NOT NULL
);
CREATE INDEX fct_indicator_by_quarter ON marts.fct_indicator (municipality, quarter, indicator);
COMMENT ON COLUMN marts.fct_indicator.kind IS 'count, share, mean, change; null: the definition is not in the catalogue';
COMMENT ON COLUMN marts.fct_indicator.may_exceed_100 IS 'the numerator of the share is no part of its denominator';
COMMENT ON COLUMN marts.fct_indicator.is_additive IS 'its slices of one dimension add up to the total';
