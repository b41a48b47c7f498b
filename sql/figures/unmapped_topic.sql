-- grain: one word and code that no направление is given to, in one channel; messages as they enter S-01
-- Asked for: those registered in [t0, t1) of the valid set; the fact's own block decides, the map as of then. A cell that
-- looks like a citizen's text (:personal) is counted, its word and code are not told. may_leave: its words
-- may stand in a report, as the words of refused cells may; whether often enough is not judged here.
WITH unmapped AS (
    SELECT
        message.topic_l1,
        message.classifier_code AS code,
        fct_message.channel,
        count(*) AS n,
        min(fct_message.registered_on) AS oldest_on,
        max(fct_message.registered_on) AS newest_on
    FROM fct_message
    INNER JOIN message ON fct_message.message_key = message.message_key
    WHERE
        fct_message.is_valid
        AND fct_message.municipality = :municipality
        AND NOT (fct_message.message_key = any(:excluded))
        AND fct_message.block = :not_classified
        AND fct_message.registered_at >= :t0
        AND fct_message.registered_at < :t1
    GROUP BY message.topic_l1, message.classifier_code, fct_message.channel
),

spelled AS (
    SELECT
        unmapped.*,
        concat_ws(' | ', topic_l1, code) AS cells,
        translate(topic_l1, '/,()', '-   ') AS words
    FROM unmapped
),

judged AS (
    SELECT
        spelled.*,
        cells ~ any(cast(:personal AS text[])) AS is_text,
        coalesce(staging.shown(words) <> '«…»' AND lower(words) !~ staging.person_pattern(), TRUE)
        AND coalesce(code ~ '^[0-9.]+$', TRUE) AS reads_like_a_word
    FROM spelled
),

told AS (
    SELECT
        channel,
        n,
        oldest_on,
        newest_on,
        CASE WHEN is_text THEN :text_instead ELSE left(topic_l1, :longest_word) END AS topic,
        CASE WHEN NOT is_text THEN code END AS code,
        reads_like_a_word AND NOT is_text AS may_leave
    FROM judged
)

SELECT
    topic,
    code,
    channel,
    may_leave,
    cast(sum(n) AS bigint) AS n,
    min(oldest_on) AS oldest_on,
    max(newest_on) AS newest_on
FROM told
GROUP BY topic, code, channel, may_leave
ORDER BY sum(n) DESC, channel ASC;
