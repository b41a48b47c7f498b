-- grain: one official page of one organisation of ours, in every spelling that the exports have had
SELECT DISTINCT
    page_id,
    organisation
FROM core.page_week
WHERE municipality = :municipality
