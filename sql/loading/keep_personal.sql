-- grain: one new state's personal texts
{%- if has.applicant %}
INSERT INTO pii.applicant (applicant_key, name)
SELECT
    applicant_key,
    name
FROM named_applicant
ORDER BY applicant_key  -- two loads that bring the same people wait for each other in one order
ON CONFLICT DO NOTHING;
{%- endif %}

INSERT INTO pii.text (message_key, state_hash, body, url)
SELECT
    new_state.message_key,
    new_state.state_hash,
    {{ "staged.text" if has.text else "NULL::text" }},
    {{ "staged.url" if has.url else "NULL::text" }}
FROM new_state
INNER JOIN {{ table }} AS staged
    ON
        new_state.file_id = staged.file_id
        AND new_state.sheet_no = staged.sheet_no
        AND new_state.row_no = staged.row_no
WHERE {{ "staged.text IS NOT NULL" if has.text else "false" }} OR {{ "staged.url IS NOT NULL" if has.url else "false" }}
ON CONFLICT DO NOTHING
