"""A person takes rows out of the quarantine: by whom, when and why stands in the row and outlives every reload."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from svodka.settings import Settings
from svodka.warehouse.engine import run


def dismiss_row(conn: Connection, settings: Settings, row_id: int, reason: str, by: str, now: datetime) -> int:
    """Dismisses one open row; 0 when a load or another person was faster."""
    return _dismiss(conn, settings, reason, by, now, row_id=row_id)


def dismiss_alike(
    conn: Connection, settings: Settings, file_id: int, code: str, newest_id: int, reason: str, by: str, now: datetime
) -> int:
    """Dismisses the open rows of a file with one code, up to the newest that the person was told of; how many."""
    return _dismiss(conn, settings, reason, by, now, file_id=file_id, code=code, newest_id=newest_id)


def _dismiss(conn: Connection, settings: Settings, reason: str, by: str, now: datetime, **which: int | str) -> int:
    chosen = {"row_id": None, "file_id": None, "code": None, "newest_id": None} | which
    town = settings.municipality.oktmo
    return run(conn, "loading/dismiss.sql", municipality=town, reason=reason, by=by, now=now, **chosen).rowcount
