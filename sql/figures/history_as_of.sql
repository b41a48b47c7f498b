-- grain: one value entered by hand, total or by channel, of the asked quarters, as known at :as_of (null: now)
SELECT
    quarter,
    indicator,
    channel,
    numerator,
    denominator,
    value,
    origin
FROM meta.history_value
WHERE
    municipality = :municipality
    AND quarter = any(:quarters)
    AND legal_regime IS NULL
    AND block IS NULL
    AND executor IS NULL
    AND CASE
        WHEN (:as_of)::timestamptz IS NULL THEN superseded_at IS NULL
        ELSE loaded_at <= :as_of AND (superseded_at IS NULL OR superseded_at > :as_of)
    END
ORDER BY quarter, indicator, channel;
