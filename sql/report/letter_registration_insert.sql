-- grain: one registration of the letter of one edition
INSERT INTO meta.letter_registration (edition_id, registered_at, number, registered_on, registered_by)
VALUES (:edition_id, :registered_at, :number, :registered_on, :registered_by);
