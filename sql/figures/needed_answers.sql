-- grain: one open message whose answer would bring one indicator nearer to its target
-- distance = sign × (100 × numerator − target × denominator): at most 0 is on target (sign −1 for «at least»). It is
-- linear, so the answers with the greatest effect, taken one by one, are the fewest that reach the target.
WITH aim AS (
    SELECT *
    FROM
        unnest(
            (:numbers)::integer[],
            (:signs)::integer[],
            (:targets)::numeric[],
            (:distances)::numeric[]
        ) AS aim (indicator_no, sign, target, distance)
),

unanswered AS (
    SELECT *
    FROM answer_gain
    WHERE candidate = 'open'
),

effect AS (
    SELECT
        aim.indicator_no,
        aim.distance,
        gain.message_key,
        gain.candidate,
        gain.answered_at,
        gain.numerator - unanswered.numerator AS numerator_change,
        gain.denominator - unanswered.denominator AS denominator_change,
        aim.sign * (
            100 * (gain.numerator - unanswered.numerator) - aim.target * (gain.denominator - unanswered.denominator)
        ) AS distance_change
    FROM answer_gain AS gain
    INNER JOIN unanswered
        ON gain.message_key = unanswered.message_key AND gain.indicator_no = unanswered.indicator_no
    INNER JOIN aim ON gain.indicator_no = aim.indicator_no
    WHERE gain.candidate <> 'open'
),

answered_now AS (
    SELECT *
    FROM effect
    WHERE candidate = 'now' AND distance_change < 0
),

-- The latest moment at which an answer still has the effect of an answer at once
helpful AS (
    SELECT
        answered_now.indicator_no,
        answered_now.message_key,
        answered_now.distance,
        answered_now.numerator_change,
        answered_now.denominator_change,
        answered_now.distance_change,
        max(effect.answered_at) AS answer_by
    FROM answered_now
    INNER JOIN effect
        ON
            answered_now.indicator_no = effect.indicator_no
            AND answered_now.message_key = effect.message_key
            AND answered_now.distance_change = effect.distance_change
    GROUP BY
        answered_now.indicator_no, answered_now.message_key, answered_now.distance, answered_now.numerator_change,
        answered_now.denominator_change, answered_now.distance_change
),

ranked AS (
    SELECT
        helpful.*,
        sum(distance_change) OVER by_effect - distance_change + distance AS distance_before,
        sum(distance_change) OVER (PARTITION BY indicator_no) + distance AS distance_at_best
    FROM helpful
    WINDOW by_effect AS (
        PARTITION BY indicator_no
        ORDER BY distance_change, answer_by, message_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)

SELECT
    ranked.indicator_no,
    ranked.message_key,
    message.channel,
    message.source_number,
    message.number_year,
    fact.block,
    fact.executor,
    ranked.answer_by,
    ranked.numerator_change,
    ranked.denominator_change,
    -- Out of reach: each of them still counts
    ranked.distance_before > 0 OR ranked.distance_at_best > 0 AS is_needed
FROM ranked
INNER JOIN message ON ranked.message_key = message.message_key
INNER JOIN fct_message AS fact ON ranked.message_key = fact.message_key
ORDER BY ranked.indicator_no, ranked.distance_change, ranked.answer_by, message.source_number;
