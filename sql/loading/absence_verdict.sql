-- What is settled of the messages that are missing (`absent`, see missing.sql): a person's newest decision holds for the
-- vanishing that it was made of; without one, a contract that says so withdraws what is absent on two days.
-- grain: one missing message of the source about which something is settled
DROP TABLE IF EXISTS pg_temp.settled;

CREATE TEMPORARY TABLE settled ON COMMIT DROP AS
WITH newest AS (
    SELECT DISTINCT ON (decision.message_key)
        decision.message_key,
        decision.action,
        decision.missing_since
    FROM meta.absence_decision AS decision
    INNER JOIN absent ON decision.message_key = absent.message_key
    WHERE NOT decision.is_by_contract AND decision.decided_at <= cast(:as_of AS timestamptz)
    ORDER BY decision.message_key ASC, decision.decided_at DESC
)

SELECT
    absent.message_key,
    absent.missing_since,
    newest.message_key IS NULL AS is_by_contract,
    CASE WHEN newest.action = 'keep' THEN 'KEPT' ELSE 'WITHDRAWN_BY_SOURCE' END AS verdict
FROM absent
LEFT JOIN newest ON absent.message_key = newest.message_key AND absent.missing_since <= newest.missing_since
WHERE newest.message_key IS NOT NULL OR absent.n_days >= 2;

ANALYZE settled;

{% if schema == 'core' -%}
-- grain: one message whose verdict becomes another one: its fact is made anew
INSERT INTO touched (message_key)
SELECT known.message_key
FROM core.message AS known
LEFT JOIN settled ON known.message_key = settled.message_key
WHERE
    known.municipality = :municipality
    AND known.channel = :channel
    AND known.registrar = :registrar
    AND (known.absence_verdict IS NOT NULL OR known.missing_since IS NOT NULL)
    AND known.absence_verdict IS DISTINCT FROM settled.verdict
EXCEPT
SELECT message_key FROM touched;

-- grain: one withdrawal by the contract that the journal does not know yet; its moment is that of the newest landing
INSERT INTO meta.absence_decision (
    municipality, message_key, channel, source_number, action, is_by_contract, missing_since, reason, decided_by,
    decided_at
)
SELECT
    known.municipality,
    known.message_key,
    known.channel,
    known.source_number,
    'withdraw',
    TRUE,
    settled.missing_since,
    'нет в двух выгрузках подряд за разные дни',
    'договор',
    (SELECT max(landed_at) FROM landing.file WHERE municipality = :municipality AND state = 'loaded')
FROM settled
INNER JOIN core.message AS known ON settled.message_key = known.message_key
WHERE settled.is_by_contract
ON CONFLICT DO NOTHING;

{% endif -%}
UPDATE {{ schema }}.message AS known
SET absence_verdict = NULL
WHERE
    known.municipality = :municipality
    AND known.channel = :channel
    AND known.registrar = :registrar
    AND known.absence_verdict IS NOT NULL
    AND NOT EXISTS (SELECT FROM settled WHERE settled.message_key = known.message_key);

UPDATE {{ schema }}.message AS known
SET absence_verdict = settled.verdict
FROM settled
WHERE known.message_key = settled.message_key AND known.absence_verdict IS DISTINCT FROM settled.verdict
