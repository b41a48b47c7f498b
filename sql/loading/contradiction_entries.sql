-- grain: one sighting refused, or no longer refused, by R12
DELETE FROM meta.rejected_row AS entry
USING judged_sighting
WHERE
    entry.code = 'R12'
    AND entry.state <> 'dismissed'
    AND entry.message_key = judged_sighting.message_key
    AND entry.file_id = judged_sighting.file_id
    AND NOT judged_sighting.is_refused;

INSERT INTO meta.rejected_row (
    file_id, sheet_no, row_no, load_id, source_number, number_year, message_key, code, column_name, reason
)
SELECT
    seen.file_id,
    seen.sheet_no,
    seen.row_no,
    (SELECT max(account.load_id) FROM meta.load_file AS account WHERE account.file_id = seen.file_id),
    identity.source_number,
    identity.number_year,
    seen.message_key,
    'R12',
    'registered_at',
    concat_ws(
        ': ',
        cast(:header AS text),
        '«' || to_char(state.registered_at AT TIME ZONE :timezone, 'DD.MM.YYYY') || '»',
        'тот же номер, другая дата: в прежней выгрузке она отличается больше чем на 60 дней'
    )
FROM judged_sighting
INNER JOIN core.message_seen AS seen
    ON judged_sighting.message_key = seen.message_key AND judged_sighting.file_id = seen.file_id
INNER JOIN core.message_state AS state ON seen.message_key = state.message_key AND seen.state_hash = state.state_hash
INNER JOIN identity ON seen.message_key = identity.message_key
WHERE judged_sighting.is_refused
ON CONFLICT ON CONSTRAINT one_entry_a_row DO NOTHING
