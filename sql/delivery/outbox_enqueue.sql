-- grain: one mail to one recipient on one occasion; a mail that is there already stays as it is
INSERT INTO meta.delivery (municipality, occasion, recipient, role, way, edition_id, message_id, created_at)
VALUES (:municipality, :occasion, :recipient, :role, :way, :edition_id, :message_id, :now)
ON CONFLICT (municipality, occasion, recipient) DO NOTHING;
