-- grain: one row: up to which moment the newest loaded exports speak, at most :as_of (without exports: :as_of itself)
SELECT
    least(
        (:as_of)::timestamptz,
        coalesce(
            (
                SELECT max(exported_at)
                FROM landing.file
                WHERE municipality = :municipality AND state = 'loaded' AND landed_at <= :as_of AND channel <> 'pages'
            ),
            :as_of
        )
    ) AS known_until;
