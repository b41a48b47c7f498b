"""What has vanished from the exports, a page at a time: open, withdrawn or kept; how many there are in each channel."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.settings import Settings
from svodka.warehouse.engine import run

# What is shown → the verdict of its messages
SHOWN = {"open": None, "withdrawn": "WITHDRAWN_BY_SOURCE", "kept": "KEPT"}
PAGE_ROWS = 50
Place = tuple[datetime, UUID]


def missing_messages(
    conn: Connection, settings: Settings, shown: str, channel: str | None, after: Place | None
) -> tuple[list[dict[str, Any]], Place | None]:
    """Messages of one page, the newest vanishing first, and the place of the next page (None: there is no more).

    Each: message_key, channel, source_number, number_year, registered_at, status, block, executor, missing_since,
    last_file, last_exported_at, and of its newest decision action, is_by_contract, reason, decided_by, decided_at.
    """
    found = run(
        conn,
        "figures/missing_list.sql",
        municipality=settings.municipality.oktmo,
        verdict=SHOWN[shown],
        channel=channel,
        after_at=after[0] if after else "infinity",
        after_key=after[1] if after else UUID(int=0),
        n_rows=PAGE_ROWS + 1,
    ).mappings()
    rows = [dict(row) for row in found]
    if len(rows) <= PAGE_ROWS:
        return rows, None
    last = rows[PAGE_ROWS - 1]
    return rows[:PAGE_ROWS], (last["missing_since"], UUID(str(last["message_key"])))


def counts(conn: Connection, settings: Settings) -> list[dict[str, Any]]:
    """channel, n_open, n_withdrawn, n_kept: one object a channel from whose exports something has vanished."""
    found = run(conn, "figures/missing_counts.sql", municipality=settings.municipality.oktmo).mappings()
    return [dict(row) for row in found]
