"""Use-cases of the responsible persons: the table in force, a new one tried or accepted, the other side told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from svodka.errors import UsageError
from svodka.period import business_day
from svodka.pipeline.opening import open_warehouse
from svodka.settings import PROJECT, Settings, load_settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

FILE = "таблица ответственных лиц, xlsx или CSV"


def responsible_persons(now: datetime | None = None) -> dict[str, Any]:
    """The table in force today: who holds which role, who acts, what will change, which letters have gone."""
    from svodka.delivery.table_in_force import table_now

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return table_now(connection, settings, now or datetime.now(UTC))


def responsible_versions(now: datetime) -> list[dict[str, Any]]:
    """The accepted versions, the newest first: version, file_name, accepted_at, accepted_by."""
    from svodka.warehouse.engine import run

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        rows = run(connection, "responsible/versions.sql", municipality=settings.municipality.oktmo, as_of=now)
        return [{**row, "accepted_at": row["accepted_at"].isoformat()} for row in rows.mappings()][::-1]


def hold_responsible(name: str, content: bytes, login: str, now: datetime) -> UUID:
    """Keeps a sent table for a day, to be tried and accepted by the same login. Raises UsageError."""
    from svodka.responsible.held import hold

    return hold(load_settings(), login, name, content, now)


def held_responsible(held_id: UUID, login: str) -> Path:
    """The sent table. Raises UsageError when it is gone or was sent by somebody else."""
    from svodka.responsible.held import held_file

    return held_file(load_settings(), login, held_id)


def drop_responsible(held_id: UUID, login: str) -> None:
    """Forgets the sent table."""
    from svodka.responsible.held import drop

    drop(load_settings(), login, held_id)


def check_responsible(file: Path, now: datetime | None = None) -> dict[str, Any]:
    """What accepting the file would change. Raises TableRefused with all its mistakes."""
    from svodka.delivery.table_in_force import tried
    from svodka.named_file import read_named
    from svodka.responsible.acceptance import examine

    settings, content, moment = load_settings(), read_named(file, FILE), now or datetime.now(UTC)
    with open_warehouse(settings).begin() as connection:
        return tried(connection, settings, examine(connection, settings, content, moment), moment)


def accept_responsible(file: Path, by: str | None, now: datetime | None = None) -> dict[str, Any]:
    """Makes the file the table in force; the other side is told by `announce_responsible`. Raises TableRefused."""
    from svodka.delivery.table_in_force import sentences
    from svodka.named_file import read_named
    from svodka.responsible.acceptance import accept

    settings, content, moment = load_settings(), read_named(file, FILE), now or datetime.now(UTC)
    with open_warehouse(settings).begin() as connection:
        found = accept(connection, settings, file.name, content, by, moment)
    changes = sentences(found.changes)
    return {"version": found.version, "is_new": found.is_new, "changes": changes, "remarks": found.remarks}


def announce_responsible(now: datetime, with_failed: bool = False) -> list[dict[str, Any]]:
    """Tells the other side what has changed; idempotent, repeats what waits. What it returns may stand in a log."""
    from svodka.delivery import smtp
    from svodka.delivery.announcement import announce_due

    settings = load_settings()
    return announce_due(open_warehouse(settings), settings, smtp.send, now, with_failed)


def save_responsible(file: Path, now: datetime | None = None) -> int:
    """Writes the table in force as a workbook to be edited; returns the number of its rows. No file is written over."""
    from svodka.report.responsible_workbook import responsible_workbook
    from svodka.responsible.register import known_persons, since

    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"{file}: таблица сохраняется как книга Excel, ожидается имя с .xlsx.")
    settings, moment = load_settings(), now or datetime.now(UTC)
    with open_warehouse(settings).begin() as connection:
        persons = since(known_persons(connection, settings, moment), business_day(moment, settings.zone))
    try:
        with file.open("xb") as target:
            target.write(responsible_workbook(persons))
    except FileExistsError as error:
        raise UsageError(f"Файл {file} уже есть: укажите другое имя, чтобы не потерять его.") from error
    except OSError as error:
        raise UsageError(f"{file}: файл не записывается ({error.strerror}); закройте его в Excel.") from error
    return len(persons)


def accept_named(connection: Connection, settings: Settings, now: datetime) -> None:
    """Accepts the table that the settings name, when none has been accepted yet. Raises UsageError, TableRefused."""
    from svodka.named_file import read_named
    from svodka.responsible.acceptance import accept
    from svodka.responsible.register import accepted_persons

    if settings.responsible is None or accepted_persons(connection, settings, now):
        return
    file = settings.responsible if settings.responsible.is_absolute() else PROJECT / settings.responsible
    accept(connection, settings, file.name, read_named(file, FILE), None, now)
