-- grain: one new decision about one topic or code
INSERT INTO meta.topic_decision (
    municipality, kind, topic, block, valid_from, known_from, decided_by, decided_at
)
VALUES (
    :municipality, :kind, :topic, :block, :valid_from, :known_from, :decided_by, :decided_at
);
