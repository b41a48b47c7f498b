"""What has become of the editions of a quarter: each delivery with its attempts and the signs that came back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run


def deliveries(conn: Connection, settings: Settings, quarter: Quarter) -> list[dict[str, Any]]:
    """The mails of the quarter's editions, the oldest edition first; JSON-able, times in the business zone.

    Each has edition, recipient, role, way, state, message_id, attempts, sent_at, retry_at, reply, registration_number,
    registered_on, is_withdrawn, journal (its attempts) and receipts.
    """
    whose = {"municipality": settings.municipality.oktmo, "quarter": str(quarter)}
    attempts, signs = defaultdict(list), defaultdict(list)
    for row in run(conn, "delivery/attempt_list.sql", **whose).mappings():
        attempts[row["message_id"]].append(shown(row, settings))
    for row in run(conn, "delivery/receipt_list.sql", **whose).mappings():
        signs[row["message_id"]].append(shown(row, settings))
    return [
        {**shown(row, settings), "message_id": row["message_id"], "journal": attempts[row["message_id"]],
         "receipts": signs[row["message_id"]]}
        for row in run(conn, "delivery/delivery_list.sql", **whose).mappings()
    ]  # fmt: skip


def shown(row: RowMapping, settings: Settings) -> dict[str, Any]:
    """A row without the key by which it is put beside its mail."""
    return {name: text_of(value, settings) for name, value in row.items() if name != "message_id"}


def text_of(value: Any, settings: Settings) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(settings.zone).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
