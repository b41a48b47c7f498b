"""What the other side has said counts for more than what the outbox thought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from svodka.settings import Settings
from svodka.warehouse.engine import run


def settle(conn: Connection, settings: Settings, now: datetime) -> int:
    """Puts the state of each mail right that its receipts contradict; returns the number of those changed.

    A mail whose end was uncertain has arrived when a report, an answer or a person says so, and is not repeated; one
    that a server had taken and could not deliver after all has failed, and a person must act.
    """
    return run(conn, "delivery/receipt_settle.sql", municipality=settings.municipality.oktmo, now=now).rowcount
