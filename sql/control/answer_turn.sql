-- grain: one row: nobody else draws or marks answers of the town until the transaction ends
SELECT pg_advisory_xact_lock(hashtext('svodka.answers'), hashtext(:municipality));
