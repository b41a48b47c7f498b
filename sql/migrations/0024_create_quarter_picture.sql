-- grain: one quarter as the page «Показатели» shows it, computed once for all readers and replaced as a whole
-- Not marts.fct_indicator: that holds what an edition is about to freeze, and is judged (docs/decisions/0025).
CREATE TABLE marts.quarter_picture (
    municipality text NOT NULL,
    quarter text NOT NULL,
    knowledge text NOT NULL,
    computed_at timestamptz NOT NULL,
    picture jsonb NOT NULL,
    slices jsonb NOT NULL,
    PRIMARY KEY (municipality, quarter)
);
COMMENT ON COLUMN marts.quarter_picture.knowledge IS
'what the picture was made of: newest landing, load, decision, rules; another one today means that it is stale';
COMMENT ON COLUMN marts.quarter_picture.slices IS 'values by channel, block, executor: one entry of the figures document each';
