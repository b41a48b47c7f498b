-- The composite index (domain §10.4) and the quarters before the system.

-- grain: weight and worst value of one indicator in the index, from one date on; the rows come from sql/seeds
CREATE TABLE meta.index_weight (
    indicator text NOT NULL,
    weight numeric NOT NULL CHECK (weight >= 0),
    worst numeric NOT NULL,
    valid_from date NOT NULL,
    known_from date NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (indicator, valid_from, known_from)
);
COMMENT ON COLUMN meta.index_weight.worst IS
'the value that brings no points; 100 points stand at the target of meta.target';
COMMENT ON COLUMN meta.index_weight.weight IS '0: the indicator is in the index no more';

-- grain: one value of one indicator in one slice of one quarter, as a person has entered it in one file; append-only
-- A corrected file supersedes the row of the same key; as of T: loaded_at <= T and not superseded by then.
CREATE TABLE meta.history_value (
    history_value_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    quarter text NOT NULL CHECK (quarter ~ '^[0-9]{4}Q[1-4]$'),
    indicator text NOT NULL,
    channel text,
    legal_regime text,
    block text,
    executor text,
    numerator numeric,
    denominator numeric,
    value numeric,
    origin text NOT NULL DEFAULT 'внесено вручную',
    file_name text NOT NULL,
    file_sha256 text NOT NULL,
    row_no integer NOT NULL,
    loaded_at timestamptz NOT NULL,
    loaded_by text NOT NULL,
    superseded_at timestamptz,
    superseded_by text,
    CONSTRAINT something_is_known CHECK (value IS NOT NULL OR denominator IS NOT NULL),
    CONSTRAINT superseded_after_loaded CHECK (superseded_at >= loaded_at),
    CONSTRAINT end_is_signed CHECK ((superseded_at IS NULL) = (superseded_by IS NULL))
);
CREATE UNIQUE INDEX history_value_now ON meta.history_value (
    municipality, quarter, indicator, channel, legal_regime, block, executor
) NULLS NOT DISTINCT WHERE superseded_at IS NULL;
COMMENT ON COLUMN meta.history_value.value IS
'null: the denominator is 0, or too small for a change; a value without its sums is never added up';
