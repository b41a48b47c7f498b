"""Use-cases: what has become of a quarter's report on its way, and a person's word about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def receipts(quarter: str) -> list[dict[str, Any]]:
    """Each delivery of the quarter's editions with its attempts and receipts (`delivery.receipts.journal`)."""
    from svodka.delivery.receipts.journal import deliveries
    from svodka.period import Quarter

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return deliveries(conn, settings, Quarter.parse(quarter))


def read_receipts(now: datetime | None = None) -> dict[str, Any]:
    """Reads the mailbox for reports on delivery and answers; {} where none is configured.

    Counts only: read, broken, settled, and each kind of sign that is new. A mailbox that does not answer stops nobody:
    `unavailable` says why, in one sentence.
    """
    from svodka.delivery.receipts.reading import read_mailbox
    from svodka.errors import SvodkaError

    settings = load_settings()
    if settings.imap.host is None:
        return {}
    warehouse = open_warehouse(settings)
    try:
        return dict(read_mailbox(warehouse, settings, now or datetime.now(UTC)))
    except SvodkaError as error:
        return {"unavailable": str(error)}


def confirm_receipt(quarter: str, who: str, by: str, note: str | None = None, now: datetime | None = None) -> int:
    """A person's word that a recipient (role or address) has the newest edition; how many recipients are meant."""
    from svodka.delivery.quarter import settle
    from svodka.delivery.receipts.word import confirm
    from svodka.delivery.turn import turn
    from svodka.period import Quarter

    settings, period = load_settings(), Quarter.parse(quarter)
    warehouse, moment = open_warehouse(settings), now or datetime.now(UTC)
    with turn(warehouse, settings.municipality.oktmo, f"quarter/{period}"), warehouse.begin() as conn:
        n_meant = confirm(conn, settings, period, who, by, note, moment)
    settle(warehouse, settings, moment, period)
    return n_meant
