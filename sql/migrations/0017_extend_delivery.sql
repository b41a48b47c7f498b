-- Ways other than mail, a journal of attempts, receipts, the number of the outgoing letter.

ALTER TABLE meta.delivery
ADD CONSTRAINT way_is_known CHECK (way IN ('smtp', 'sftp', 'folder', 'hand')),
ADD COLUMN registration_number text,
ADD COLUMN registered_on date,
ADD COLUMN withdrawn_at timestamptz;
COMMENT ON COLUMN meta.delivery.recipient IS
'mail: the address; sftp, folder: where to; hand: hand:<role>. Known by it, once an occasion';
COMMENT ON COLUMN meta.delivery.registration_number IS 'way hand: исх. № under which a person has passed it on';
COMMENT ON COLUMN meta.delivery.withdrawn_at IS
'since when the recipient is none any more (replaced, address corrected): not tried again, not waited for';

-- grain: one attempt to hand one mail over; begun is written before the first byte leaves. A process
-- that dies leaves ended_at null for good; its outcome, once the next one finds it, is uncertain
CREATE TABLE meta.delivery_attempt (
    delivery_id integer NOT NULL REFERENCES meta.delivery,
    attempt integer NOT NULL,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('sent', 'pending', 'uncertain', 'failed')),
    reply text,
    PRIMARY KEY (delivery_id, attempt)
);

-- grain: one sign from the other side about one mail: a DSN, an answer, a person's word; the same sign is kept once
CREATE TABLE meta.receipt (
    receipt_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id integer NOT NULL REFERENCES meta.delivery,
    kind text NOT NULL CHECK (kind IN ('delivered', 'failed', 'delayed', 'relayed', 'replied', 'confirmed')),
    source text NOT NULL CHECK (source IN ('imap', 'person')),
    sign text NOT NULL,
    attempt integer,
    received_at timestamptz NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_by text,
    detail text,
    UNIQUE (delivery_id, sign)
);
COMMENT ON COLUMN meta.receipt.sign IS 'what the sign is known by: the Message-ID of the DSN or answer, or person/<moment>';
COMMENT ON COLUMN meta.receipt.attempt IS 'of which attempt the sign speaks, where it tells';
COMMENT ON COLUMN meta.receipt.detail IS 'status code and text of the server, or what the person wrote; no text of an answer';

-- grain: one registration of the letter that goes with an edition; append-only, the newest counts
CREATE TABLE meta.letter_registration (
    edition_id integer NOT NULL REFERENCES meta.edition,
    registered_at timestamptz NOT NULL,
    number text NOT NULL,
    registered_on date NOT NULL,
    registered_by text,
    PRIMARY KEY (edition_id, registered_at)
);
