"""The open rows of the quarantine, a page at a time, and how many there are by code and by channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from svodka.intake.contracts import channel_names, load_contract
from svodka.intake.judgement import header_of
from svodka.intake.quarantine.words import words_of
from svodka.settings import Settings
from svodka.warehouse.engine import run

PAGE_ROWS = 50


def open_rows(
    conn: Connection, settings: Settings, channel: str | None, code: str | None, after: int | None
) -> tuple[list[dict[str, Any]], int | None]:
    """Rows of one page, the newest refusal first, and the number to go on after (None: there is no more)."""
    found = _rows(conn, settings, channel=channel, code=code, after=after, n_rows=PAGE_ROWS + 1)
    is_more = len(found) > PAGE_ROWS
    return found[:PAGE_ROWS], found[PAGE_ROWS - 1]["row_id"] if is_more else None


def open_row(conn: Connection, settings: Settings, row_id: int) -> dict[str, Any] | None:
    """One open row, as `open_rows` tells it; None when it is not open any more."""
    return next(iter(_rows(conn, settings, row_id=row_id)), None)


def counts(conn: Connection, settings: Settings) -> list[dict[str, Any]]:
    """channel, code, n: how many rows are open."""
    found = run(conn, "loading/open_rejection_counts.sql", municipality=settings.municipality.oktmo).mappings()
    return [dict(row) for row in found]


def n_alike(conn: Connection, settings: Settings, file_id: int, code: str) -> dict[str, Any] | None:
    """file_id, file, channel, n, newest_id of the open rows of one file and code; None when there is none."""
    found = run(
        conn, "loading/open_rejections_alike.sql", municipality=settings.municipality.oktmo, file_id=file_id, code=code
    )
    row = found.mappings().one_or_none()
    return None if row is None else dict(row)


def _rows(conn: Connection, settings: Settings, **asked: Any) -> list[dict[str, Any]]:
    parameters = {"channel": None, "code": None, "after": None, "row_id": None, "n_rows": 1} | asked
    found = run(
        conn, "loading/open_rejection_page.sql", municipality=settings.municipality.oktmo, **parameters
    ).mappings()
    return [_told(dict(row)) for row in found]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    words = words_of(row["code"])
    is_known = row["channel"] in channel_names() and row["column_name"]
    column = header_of(load_contract(row["channel"]), row["column_name"]) if is_known else row["column_name"]
    return {**row, "column": column, "title": words.title, "advice": words.advice}
