-- grain: one answer that the head has marked in [t0, t1): its newest mark there, of those made by :as_of
SELECT DISTINCT ON (message_key)
    message_key,
    is_good
FROM meta.answer_mark
WHERE
    municipality = :municipality
    AND marked_at >= :t0 AND marked_at < :t1
    AND marked_at <= :as_of
ORDER BY message_key ASC, marked_at DESC;
