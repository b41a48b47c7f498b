"""A person's word that a recipient has the report: by telephone, by a stamp on the letter, by a call at the door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row

from svodka.delivery.receipts.settling import settle
from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run

LONGEST = 500  # characters of a note


def confirm(
    conn: Connection, settings: Settings, quarter: Quarter, who: str, by: str, note: str | None, now: datetime
) -> int:
    """Notes that the recipients named by role or address have the newest issued edition; returns how many there are.

    The caller holds the quarter's turn. Raises UsageError where nobody is meant, SvodkaError for what has not been
    handed over at all and has its own way to be told.
    """
    if not by.strip():
        raise UsageError("Не сказано, кто подтверждает: ожидается --by с именем или должностью.")
    found = mails_of(conn, settings, quarter)
    meant = [mail for mail in found if who.strip().lower() in (mail.role, mail.recipient.lower())]
    if not meant:
        known = sorted({f"{mail.role} ({mail.recipient})" for mail in found}) or ["никому ещё не передавался"]
        raise UsageError(f"«{who}» среди получателей отчёта за {quarter} нет. Получатели: {'; '.join(known)}.")
    for mail in meant:
        if mail.way == "hand" and mail.state != "sent":
            raise SvodkaError(
                f"Отчёт за {quarter} ещё не передан через СЭД: сначала введите исходящий номер, "
                f"svodka register {quarter} --number … --date …."
            )
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


def mails_of(conn: Connection, settings: Settings, quarter: Quarter) -> Sequence[Row[tuple[int, str, str, str, str]]]:
    """The mails of the newest issued edition that has any."""
    town = settings.municipality.oktmo
    return run(conn, "delivery/receipt_expected.sql", municipality=town, quarter=str(quarter)).all()
