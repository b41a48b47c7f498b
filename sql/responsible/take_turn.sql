-- grain: one lock a town, held until the transaction ends: two tables are never accepted at once
SELECT pg_advisory_xact_lock(hashtextextended('svodka.responsible/' || :municipality, 0));
