-- grain: one file that a load of the channel takes, in the order of the exports
-- Besides what is new: files in core whose rows are to be judged again, because a person has asked for it since they were
-- read last, or because rows of them wait in the quarantine and the contract is another one than it was then.
WITH read_last AS (
    SELECT DISTINCT ON (account.file_id)
        account.file_id,
        account.load_id,
        load.contract_checksum
    FROM meta.load AS load
    INNER JOIN meta.load_file AS account ON load.load_id = account.load_id
    WHERE
        load.municipality = :municipality
        AND load.channel = :channel
        AND account.state IN ('loaded', 'refused', 'stopped')
    ORDER BY account.file_id ASC, account.load_id DESC
),

to_judge_again AS (
    SELECT read_last.file_id
    FROM read_last
    WHERE
        EXISTS (
            SELECT FROM meta.judgement_request AS request
            WHERE request.file_id = read_last.file_id AND request.after_load_id >= read_last.load_id
        )
        OR read_last.contract_checksum IS DISTINCT FROM :contract_checksum
        AND EXISTS (
            SELECT FROM meta.rejected_row AS entry
            WHERE entry.file_id = read_last.file_id AND entry.state = 'open'
        )
)

SELECT
    file_id,
    channel,
    registrar,
    form,
    sha256,
    name,
    landed_at,
    exported_at,
    business_day,
    stored_url,
    state
FROM landing.file
WHERE
    municipality = :municipality
    AND channel = :channel
    AND (
        NOT :is_exact AND state = 'landed'
        OR NOT :is_exact AND state = 'loaded' AND file_id IN (SELECT to_judge_again.file_id FROM to_judge_again)
        OR business_day BETWEEN cast(:first_day AS date) AND cast(:last_day AS date)
    )
ORDER BY exported_at, landed_at, sha256
