"""The way `hand`: nothing is sent; a person passes the edition on through the document system and enters its number."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from svodka.errors import SvodkaError
from svodka.report.edition_store import Edition
from svodka.settings import Settings
from svodka.warehouse.engine import run

WAITS = "ждёт передачи через СЭД"


def wait(conn: Connection, delivery_id: int) -> None:
    """Says of a delivery what it waits for."""
    run(conn, "delivery/hand_wait.sql", delivery_id=delivery_id, reply=WAITS)


def passed_on(
    conn: Connection, settings: Settings, edition: Edition, number: str, on: date, by: str | None, now: datetime
) -> int:
    """Notes that the edition has gone to every recipient of the way `hand` under the number; returns their number.

    A later word about the same edition corrects number and date and counts as no second passing. Raises SvodkaError
    without a number.
    """
    if not number.strip():
        raise SvodkaError("Нет исходящего номера: ожидается номер, под которым письмо зарегистрировано в СЭД.")
    said = f"передано через СЭД, исх. № {number.strip()} от {on:%d.%m.%Y}"
    passed = run(
        conn,
        "delivery/hand_passed_on.sql",
        municipality=settings.municipality.oktmo,
        edition_id=edition.edition_id,
        number=number.strip(),
        registered_on=on,
        reply=f"{said}; отметил(а) {by}" if by else said,
        now=now,
    )
    return len(passed.all())
