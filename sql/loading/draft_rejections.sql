-- grain: one check of the contract that refuses rows of the draft
SELECT
    broken_check,
    count(*) AS n
FROM {{ table }}
WHERE {{ is_bad }}
GROUP BY broken_check
ORDER BY n DESC, broken_check;
