-- grain: the number of one edition of a quarter that was computed as of a moment by other rules than those named
SELECT number
FROM meta.edition
WHERE municipality = :municipality AND quarter = :quarter AND as_of = :as_of AND rules_hash <> :rules_hash
ORDER BY edition_id;
