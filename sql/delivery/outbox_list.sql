-- grain: one mail of one occasion, as it stands, with what the other side has said about it, oldest first
SELECT
    recipient,
    role,
    way,
    state,
    message_id,
    attempts,
    n_uncertain,
    sent_at,
    retry_at,
    reply,
    registration_number,
    registered_on,
    withdrawn_at IS NOT NULL AS is_withdrawn,
    coalesce(
        (
            SELECT
                json_agg(
                    json_build_object(
                        'kind', receipt.kind, 'source', receipt.source, 'received_at', receipt.received_at,
                        'detail', receipt.detail
                    )
                    ORDER BY receipt.received_at, receipt.receipt_id
                )
            FROM meta.receipt
            WHERE receipt.delivery_id = delivery.delivery_id
        ),
        '[]'::json
    ) AS receipts
FROM meta.delivery
WHERE municipality = :municipality AND occasion = :occasion
ORDER BY delivery_id;
