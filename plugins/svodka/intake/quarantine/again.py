"""Judging the rows of a file again: asked for by a person, done by the channel's next load, whole and idempotent.

By itself it happens after a changed contract, in which the words and the rules of rows stand (sql/landing/
files_to_load.sql); the calendar and the map of topics judge no row: facts are made anew of them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from svodka.errors import SvodkaError
from svodka.settings import Settings
from svodka.warehouse.engine import run

NOT_THERE = "Этого файла нет среди загруженных: проверить заново нечего. Обновите страницу."


def ask(conn: Connection, settings: Settings, file_id: int, asked_by: str, now: datetime) -> None:
    """Writes the wish down. Raises SvodkaError when the file is not in core."""
    found = run(
        conn,
        "landing/judgement_request_insert.sql",
        municipality=settings.municipality.oktmo,
        file_id=file_id,
        asked_by=asked_by,
        asked_at=now,
    )
    if found.first() is None:
        raise SvodkaError(NOT_THERE)


def channels_to_judge(conn: Connection, settings: Settings) -> list[str]:
    """The channels with a file that somebody wants judged again."""
    return list(run(conn, "landing/channels_to_judge.sql", municipality=settings.municipality.oktmo).scalars())


def size_of(conn: Connection, file_id: int) -> tuple[str, int]:
    """The channel of a file and how many rows it holds."""
    found = conn.execute(
        text(
            "SELECT file.channel, coalesce(sum(sheet.n_rows), 0)::integer AS n_rows FROM landing.file AS file"
            " LEFT JOIN landing.file_sheet AS sheet ON file.file_id = sheet.file_id"
            " WHERE file.file_id = :file_id GROUP BY file.channel"
        ),
        {"file_id": file_id},
    ).one()
    return found.channel, found.n_rows
