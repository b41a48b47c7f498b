-- grain: one of the given words of a source that reads like a vocabulary's or a code; what may be a citizen's is left out
SELECT given.word
FROM unnest(cast(:words AS text[])) AS given (word)
WHERE
    given.word !~ all(cast(:personal AS text[]))
    AND (
        given.word ~ '^[0-9.]+$'
        OR (
            staging.shown(translate(given.word, '/,()', '-   ')) <> '«…»'
            AND lower(translate(given.word, '/,()', '-   ')) !~ staging.person_pattern()
        )
    );
