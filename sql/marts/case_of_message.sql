-- grain: one touched message that belongs to the case of another one (domain §16.16)
-- A register row names a number; where several messages bear it, the one registered nearest is meant. Links may chain
-- (document system → reception → pos): the case is the end of the chain, or the least key of a ring.
DROP TABLE IF EXISTS pg_temp.case_of_message;

CREATE TEMP TABLE case_of_message ON COMMIT DROP AS
WITH RECURSIVE link AS (
    SELECT DISTINCT ON (source.message_key)
        source.message_key,
        target.message_key AS target_key
    FROM message AS source
    INNER JOIN message AS target
        ON
            source.linked_number = target.source_number
            AND source.municipality = target.municipality
            AND target.channel IN ('pos', 'reception')
            AND source.message_key <> target.message_key
    WHERE
        source.linked_number IS NOT NULL
        AND source.channel NOT IN ('incident', 'pos')
        AND (source.channel = 'reception' OR source.message_key IN (SELECT touched.message_key FROM touched))
    ORDER BY
        source.message_key ASC,
        greatest(source.registered_at - target.registered_at, target.registered_at - source.registered_at) ASC,
        target.channel ASC,
        target.message_key ASC
),

walk AS (
    SELECT
        link.message_key,
        link.target_key AS reached_key,
        ARRAY[link.message_key, link.target_key] AS path,
        FALSE AS is_ring
    FROM link
    UNION ALL
    SELECT
        walk.message_key,
        link.target_key AS reached_key,
        walk.path || link.target_key AS path,
        link.target_key = any(walk.path) AS is_ring
    FROM walk
    INNER JOIN link ON walk.reached_key = link.message_key
    WHERE NOT walk.is_ring
),

farthest AS (
    SELECT DISTINCT ON (message_key)
        message_key,
        reached_key,
        path,
        is_ring
    FROM walk
    ORDER BY message_key ASC, cardinality(path) DESC
)

SELECT
    message_key,
    CASE
        WHEN is_ring
            THEN (
                SELECT member.message_key
                FROM unnest(farthest.path[array_position(farthest.path, farthest.reached_key):]) AS member (message_key)
                ORDER BY member.message_key
                LIMIT 1
            )
        ELSE reached_key
    END AS case_key
FROM farthest;

ANALYZE case_of_message;
