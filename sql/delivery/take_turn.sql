-- grain: one lock a quarter, held until the transaction of the caller ends, or its process
SELECT pg_advisory_xact_lock(hashtextextended('svodka.turn/' || :municipality || '/' || :subject, 0));
