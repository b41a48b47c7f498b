-- grain: one key that has a row in core and is touched though no new state names it
{%- if create %}
CREATE TEMPORARY TABLE identity ON COMMIT DROP AS
{%- else %}
INSERT INTO identity
{%- endif %}
SELECT
    known.{{ entity }}_key,
    known.municipality,
    known.channel,
    known.registrar
    {%- for part in key %},
    known.{{ part }}
    {%- endfor %}
FROM core.{{ entity }} AS known
INNER JOIN touched ON known.{{ entity }}_key = touched.{{ entity }}_key
{%- if not create %}
WHERE NOT EXISTS (SELECT FROM identity WHERE identity.{{ entity }}_key = known.{{ entity }}_key)
{%- endif %}
