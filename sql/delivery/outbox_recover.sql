-- grain: the mails whose sender died before it could tell the end; nobody else sends while the caller holds the turn
UPDATE meta.delivery
SET
    state = 'uncertain',
    n_uncertain = n_uncertain + 1,
    retry_at = :retry_at,
    reply = 'отправка прервана, исход неизвестен'
WHERE municipality = :municipality AND occasion = :occasion AND state = 'sending';
