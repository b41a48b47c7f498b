-- grain: one row: nobody else changes the role of this login until the transaction ends
SELECT pg_advisory_xact_lock(hashtext('svodka.role_grant'), hashtext(:municipality || ' ' || :login));
