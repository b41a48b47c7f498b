-- grain: one new mark
INSERT INTO meta.answer_mark (
    municipality, message_key, checklist_from, verdicts, is_good, comment, marked_by, marked_at
)
VALUES (
    :municipality, :message_key, :checklist_from, cast(:verdicts AS jsonb), :is_good, :comment, :marked_by, :marked_at
);
