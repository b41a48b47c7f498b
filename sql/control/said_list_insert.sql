-- grain: one control list that a mail tells of; lists older than a month are forgotten
INSERT INTO meta.control_list (municipality, day, number, composed_at, message_keys, marks)
VALUES (:municipality, :day, :number, :now, cast(:message_keys AS uuid[]), cast(:marks AS text[]))
ON CONFLICT (municipality, day, number) DO NOTHING;

DELETE FROM meta.control_list
WHERE municipality = :municipality AND day < :day - 31;
