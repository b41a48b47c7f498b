-- grain: one norm of a term that held in the quarter, as known on a day; one replaced before its first day is left out
SELECT DISTINCT ON (
    step, legal_regime, priority, is_fast_track, block, topic, greatest(valid_from, :first_day)
)
    step,
    legal_regime,
    priority,
    is_fast_track,
    block,
    topic,
    clock,
    amount,
    opens,
    closes,
    source_term,
    valid_from,
    known_from,
    source
FROM deadline_rule
WHERE valid_from <= :last_day AND known_from <= :known_on
ORDER BY
    step, legal_regime, priority, is_fast_track, block, topic, greatest(valid_from, :first_day),
    valid_from DESC, known_from DESC;
