-- How a cell's text becomes a value: null where it cannot be read (domain decision 6). Plain SQL, so that the planner
-- puts them inline; STABLE because the reading of dates depends on DateStyle, which every session sets to DMY.

CREATE FUNCTION staging.moment(value text) RETURNS timestamp LANGUAGE sql STABLE
RETURN CASE
    WHEN value IS NULL THEN NULL
    WHEN
        value ~ '^(\d{4}-\d{2}-\d{2}([T ] *\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?|\d{2}\.\d{2}\.\d{4}( +\d{1,2}:\d{2}(:\d{2})?)?)$'
        THEN CASE
            WHEN pg_input_is_valid(value, 'timestamp') THEN date_trunc('second', value::timestamp + interval '0.5 second')
        END
    WHEN value ~ '^\d{1,7}([.,]\d+)?$' AND replace(value, ',', '.')::numeric BETWEEN 1 AND 2958465
        THEN timestamp '1899-12-30' + make_interval(secs => round(replace(value, ',', '.')::numeric * 86400)::float8)
END;

-- A term without a time of day ends with its day.
CREATE FUNCTION staging.term(value timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
RETURN CASE WHEN value = date_trunc('day', value) THEN value + interval '23:59:59' ELSE value END;

-- h…h:mm[:ss], or Excel's fraction of a day
CREATE FUNCTION staging.duration(value text) RETURNS interval LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN value IS NULL THEN NULL
    WHEN value ~ '^\d{1,5}:[0-5]\d(:[0-5]\d)?$'
        THEN make_interval(
            hours => split_part(value, ':', 1)::integer,
            mins => split_part(value, ':', 2)::integer,
            secs => coalesce(nullif(split_part(value, ':', 3), ''), '0')::integer
        )
    WHEN value ~ '^\d{1,4}([.,]\d+)?$'
        THEN make_interval(secs => round(replace(value, ',', '.')::numeric * 86400)::float8)
END;

-- A date's ISO week, or 2026-W27, as its Monday
CREATE FUNCTION staging.week(value text) RETURNS date LANGUAGE sql STABLE
RETURN CASE
    WHEN value ~ '^\d{4}-?[WwНн]\d{1,2}$'
        THEN CASE
            WHEN substring(value, '\d{1,2}$')::integer BETWEEN 1 AND 53
                THEN to_date(left(value, 4) || '-' || lpad(substring(value, '\d{1,2}$'), 2, '0'), 'IYYY-IW')
        END
    ELSE date_trunc('week', staging.moment(value))::date
END;

-- How words are compared: no case, no ё, no runs of white space
CREATE FUNCTION staging.normal_word(value text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN translate(lower(btrim(regexp_replace(value, '[\s\u00a0]+', ' ', 'g'))), 'ё', 'е');

-- The keyed pseudonym of a person's name (HMAC-SHA-256, RFC 2104, first half): the two padded keys are bound by the
-- loader, never stored.
CREATE FUNCTION staging.pseudonym(name text, inner_key bytea, outer_key bytea) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN left(
    encode(sha256(outer_key || sha256(inner_key || convert_to(staging.normal_word(name), 'UTF8'))), 'hex'), 32
)::uuid;

-- What of a refused cell may be shown: numbers and short words of a vocabulary; anything that could be a person's
-- text stays in the file, which the entry names by sheet and row.
CREATE FUNCTION staging.shown(cell text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN cell IS NULL OR cell = '' THEN NULL
    WHEN cell ~ '^[-0-9.,:/ TtWw]{1,30}$' THEN '«' || cell || '»'
    WHEN cell ~ '^[[:alpha:]''’ -]{1,40}$' AND cell !~ '[[:upper:]][[:lower:]]+ +[[:upper:]]' THEN '«' || cell || '»'
    ELSE '«…»'
END;

-- How a person's name reads in a column of executors: «Фамилия И.О.», «И.О. Фамилия», or with a patronymic
CREATE FUNCTION staging.person_pattern() RETURNS text LANGUAGE sql IMMUTABLE
RETURN '^([а-яё]+(-[а-яё]+)*\s+[а-яё]\.\s*[а-яё]\.?|[а-яё]\.\s*[а-яё]\.\s*[а-яё]+(-[а-яё]+)*'
|| '|([а-яё-]+\s+){1,2}[а-яё]+(вич|вна|ична|инична))$';
