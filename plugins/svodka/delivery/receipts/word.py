"""A person's word that a recipient has the report: by telephone, by a stamp on the letter, by a call at the door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from svodka.delivery.receipts.settling import settle
from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter
from svodka.responsible.words import ROLE_TITLES, ROLES, meaning
from svodka.settings import Settings
from svodka.warehouse.engine import run

LONGEST = 500  # characters of a note

Mail = Row[Any]


def confirm(
    conn: Connection, settings: Settings, quarter: Quarter, who: str, by: str, note: str | None, now: datetime
) -> int:
    """Notes that the recipients named by role or address have the newest issued edition; returns how many there are.

    The caller holds the quarter's turn. Raises UsageError where nobody is meant, SvodkaError for what has not been
    handed over at all: what waits for its number, what no server has taken.
    """
    if not by.strip():
        raise UsageError("Не сказано, кто подтверждает: ожидается --by с именем или должностью.")
    found = mails_of(conn, settings, quarter)
    role = meaning(ROLES, who)
    meant = [mail for mail in found if mail.role == role or mail.recipient.lower() == who.strip().lower()]
    if not meant:
        known = sorted({called(mail) for mail in found}) or ["никому ещё не передавался"]
        raise UsageError(f"«{who}» среди получателей отчёта за {quarter} нет. Получатели: {'; '.join(known)}.")
    for mail in meant:
        refuse_unsent(quarter, mail)
    for mail in meant:
        run(
            conn,
            "delivery/receipt_insert.sql",
            delivery_id=mail.delivery_id,
            kind="confirmed",
            source="person",
            sign=f"person/{now.isoformat()}",
            attempt=None,
            received_at=now,
            noted_at=now,
            noted_by=by.strip(),
            detail=(note or "").strip()[:LONGEST] or None,
        )
    settle(conn, settings, now)
    return len(meant)


def refuse_unsent(quarter: Quarter, mail: Mail) -> None:
    """Raises SvodkaError for a delivery that cannot have arrived: a word about it would only end its attempts."""
    if mail.way == "hand":
        if mail.state != "sent":
            raise SvodkaError(
                f"Отчёт за {quarter} ещё не передан через СЭД: сначала введите исходящий номер, "
                f"svodka register {quarter} --number … --date …."
            )
    elif not mail.has_reached:
        why = f" ({mail.reply})" if mail.reply else ""
        raise SvodkaError(
            f"Отчёт за {quarter} ещё не отправлен получателю {called(mail)}{why}: подтверждать нечего. Отправьте его: "
            f"svodka report {quarter} --deliver. Если он передан иначе, поставьте этому лицу в таблице ответственных "
            f"способ «через СЭД», выполните ту же команду и введите исх. №: svodka register {quarter} --number … "
            "--date …."
        )


def called(mail: Mail) -> str:
    """«руководитель ЦУР (cur@example.org)»."""
    title = {str(role): words for role, words in ROLE_TITLES.items()}.get(mail.role, mail.role)
    return title if mail.way == "hand" else f"{title} ({mail.recipient})"


def mails_of(conn: Connection, settings: Settings, quarter: Quarter) -> Sequence[Mail]:
    """The mails of the newest issued edition that has any."""
    town = settings.municipality.oktmo
    return run(conn, "delivery/receipt_expected.sql", municipality=town, quarter=str(quarter)).all()
