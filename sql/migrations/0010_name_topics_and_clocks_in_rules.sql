-- A norm may name a topic of the source and may run in wall hours; a final answer may be counted by any clock
-- (domain §10.3, I-02: a rule by priority and topic, in wall or working hours).

-- How words of topics are compared: as all words, narrow no-break spaces included
CREATE FUNCTION marts.topic_word(value text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN staging.normal_word(translate(value, U&'\00a0\202f', '  '));

ALTER TABLE meta.deadline_rule ADD COLUMN topic text CHECK (marts.topic_word(topic) <> '');
ALTER TABLE meta.deadline_rule DROP CONSTRAINT one_rule_a_date;
-- By the word as it is compared: two spellings of one topic would leave the choice to chance
CREATE UNIQUE INDEX one_rule_a_date ON meta.deadline_rule (
    step, legal_regime, priority, is_fast_track, block, marts.topic_word(topic), valid_from, known_from
) NULLS NOT DISTINCT;

ALTER TABLE meta.deadline_rule DROP CONSTRAINT deadline_rule_clock_check;
ALTER TABLE meta.deadline_rule ADD CONSTRAINT clock_is_known CHECK (
    clock IN ('calendar_days', 'working_days', 'wall_hours', 'working_hours')
);
ALTER TABLE meta.deadline_rule DROP CONSTRAINT clock_suits_its_step;
ALTER TABLE meta.deadline_rule ADD CONSTRAINT clock_suits_its_step CHECK (
    CASE step
        WHEN 'answer' THEN source_term IS NOT NULL
        WHEN 'final_answer' THEN TRUE
        ELSE clock = 'calendar_days'
    END
);

COMMENT ON COLUMN meta.deadline_rule.topic IS
'a word of the source''s topic_l1, compared like topics are; more specific than a block';
COMMENT ON COLUMN meta.deadline_rule.clock IS
'days end at 23:59:59; working_hours run from opens to closes of working days, lunch and short days ignored';
COMMENT ON COLUMN marts.fct_message.due_at IS
'the term of the law before an extension: due_legal_at of domain §5.1, no roll from a day off';
COMMENT ON COLUMN marts.fct_message.due_control_at IS
'the source''s control date, else the last working day not after due_effective_at: for alerts, in no indicator';
COMMENT ON COLUMN marts.fct_message.due_effective_at IS
'due_at with an extension that was decided in time: what timeliness is judged by';
