-- grain: one sign about one mail; a sign that is kept already stays as it is
INSERT INTO meta.receipt (
    delivery_id,
    kind,
    source,
    sign,
    attempt,
    received_at,
    noted_at,
    noted_by,
    detail
)
VALUES (:delivery_id, :kind, :source, :sign, :attempt, :received_at, :noted_at, :noted_by, :detail)
ON CONFLICT (delivery_id, sign) DO NOTHING;
