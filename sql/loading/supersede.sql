-- A refusal is over when the same number arrives well in an export of the same or a later moment. A row without a
-- number, and one replaced within its file (R10), waits for a person. Where the year of a yearly number could not be
-- read, another message of the refused row's own file does not answer for it.
-- grain: one open or superseded entry of the channel
WITH answered AS (
    SELECT
        entry.rejected_row_id,
        entry.code <> 'R10' AND (
            EXISTS (
                SELECT FROM core.{{ entity }}_seen AS seen
                INNER JOIN landing.file AS accepted ON seen.file_id = accepted.file_id
                WHERE
                    seen.{{ entity }}_key = entry.message_key
                    AND NOT seen.is_refused
                    AND accepted.exported_at >= refused.exported_at
            )
            {%- if entity == "message" %}
            OR entry.number_year IS NULL AND EXISTS (
                SELECT FROM core.message AS message
                INNER JOIN core.message_seen AS seen ON message.message_key = seen.message_key
                INNER JOIN landing.file AS accepted ON seen.file_id = accepted.file_id
                WHERE
                    message.municipality = refused.municipality
                    AND message.channel = refused.channel
                    AND message.registrar = refused.registrar
                    AND message.source_number = entry.source_number
                    AND NOT seen.is_refused
                    AND accepted.exported_at >= refused.exported_at
                    AND NOT EXISTS (
                        SELECT FROM core.message_seen AS own
                        WHERE own.message_key = message.message_key AND own.file_id = refused.file_id
                    )
            )
            {%- endif %}
        ) AS is_answered
    FROM meta.rejected_row AS entry
    INNER JOIN landing.file AS refused ON entry.file_id = refused.file_id
    WHERE refused.municipality = :municipality AND refused.channel = :channel AND entry.state <> 'dismissed'
)

UPDATE meta.rejected_row AS entry
SET state = CASE WHEN answered.is_answered THEN 'superseded' ELSE 'open' END
FROM answered
WHERE
    entry.rejected_row_id = answered.rejected_row_id
    AND entry.state <> CASE WHEN answered.is_answered THEN 'superseded' ELSE 'open' END
