-- Answers that are drawn each week for the head of the centre to look at, and what he has marked.

-- grain: one answer drawn from those of one week; the draw of a week is made once and stands
CREATE TABLE meta.answer_sample (
    municipality text NOT NULL,
    message_key uuid NOT NULL,
    week date NOT NULL CHECK (extract(ISODOW FROM week) = 1),
    executor text,
    place integer NOT NULL CHECK (place > 0),
    channel text NOT NULL,
    source_number text NOT NULL,
    answered_at timestamptz NOT NULL,
    drawn_at timestamptz NOT NULL,
    PRIMARY KEY (municipality, message_key)
);
COMMENT ON COLUMN meta.answer_sample.week IS 'the Monday of the week in which the first final answer was given';
COMMENT ON COLUMN meta.answer_sample.executor IS 'whose answer it was when it was drawn; null: the source names nobody';
COMMENT ON COLUMN meta.answer_sample.place IS 'the place in the drawn order of its executor and week';
CREATE INDEX answer_sample_by_week ON meta.answer_sample (municipality, week);

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.answer_sample
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();

-- grain: one mark of one drawn answer; append-only, the newest of a message counts
CREATE TABLE meta.answer_mark (
    mark_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality text NOT NULL,
    message_key uuid NOT NULL,
    checklist_from date NOT NULL,
    verdicts jsonb NOT NULL CHECK (jsonb_typeof(verdicts) = 'object'),
    is_good boolean NOT NULL,
    comment text NOT NULL CHECK (length(comment) <= 300),
    marked_by text NOT NULL CHECK (trim(marked_by) <> ''),
    marked_at timestamptz NOT NULL,
    CONSTRAINT one_mark_a_moment UNIQUE (message_key, marked_at),
    CONSTRAINT only_a_drawn_answer_is_marked FOREIGN KEY (municipality, message_key) REFERENCES meta.answer_sample
);
COMMENT ON COLUMN meta.answer_mark.checklist_from IS 'the valid_from of the checklist by which it was marked';
COMMENT ON COLUMN meta.answer_mark.verdicts IS 'code of a line of the checklist → yes, no, na (not applicable)';
COMMENT ON COLUMN meta.answer_mark.is_good IS 'by the threshold of that checklist: a later one does not judge it again';
CREATE INDEX answer_mark_by_moment ON meta.answer_mark (municipality, marked_at);

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON meta.answer_mark
FOR EACH ROW EXECUTE FUNCTION meta.refuse_change();
