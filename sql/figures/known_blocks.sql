-- grain: one направление that the map of topics names, the warehouse's or the one laid over it
SELECT block FROM topic_block
WHERE block IS NOT NULL
UNION
SELECT block FROM meta.topic_block
WHERE block IS NOT NULL;
