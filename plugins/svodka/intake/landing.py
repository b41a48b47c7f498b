"""The immutable store of raw bytes and its register: a file is landed under its SHA-256 before anyone parses it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from svodka.intake.contracts import Contract, Form
from svodka.intake.exported_at import ExportMoment, export_moment
from svodka.intake.tables import Reader
from svodka.settings import Settings
from svodka.sources.files import ArrivedFile
from svodka.warehouse.engine import run

COLUMNS = "file_id, channel, registrar, form, sha256, name, landed_at, exported_at, business_day, stored_url, state"


@dataclass(frozen=True)
class LandedFile:
    """A row of the register."""

    file_id: int
    channel: str
    registrar: str
    form: str
    sha256: str
    name: str
    landed_at: datetime
    exported_at: datetime
    business_day: date
    stored_url: str
    state: str


@dataclass(frozen=True)
class Landing:
    """What became of one arrived file. is_new: its rows are to be loaded; is_moved: known bytes got an earlier date."""

    file: LandedFile
    is_new: bool
    is_moved: bool


UNKNOWN_FORM = "unknown"


def land(
    connection: Connection, settings: Settings, contract: Contract, reader: Reader, file: ArrivedFile, now: datetime
) -> Landing:
    """Stores the bytes, then registers them; the caller moves the file out of the inbox after the commit.

    now: the moment of landing (aware). A file with an ending that no form takes is landed too, and refused later.
    """
    suffix = file.path.suffix.lower().lstrip(".")
    form = contract.form_of(suffix)
    content = file.path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    moment = export_moment(file.name, file.modified_at, settings.zone, lambda: reader.peek_dates(file.path, file.name))
    known = _known(connection, settings, contract.channel, file.registrar, sha256)
    if known is not None:
        return _land_again(connection, settings, contract, known, file, moment)
    stored = store(settings, contract.channel, file.registrar, sha256, suffix, content)
    entry = {
        "municipality": settings.municipality.oktmo,
        "channel": contract.channel,
        "form": form.name if form else UNKNOWN_FORM,
        "sha256": sha256,
        "n_bytes": len(content),
        "landed_at": now.isoformat(),
        "stored_url": stored.relative_to(settings.home).as_posix(),
        **_arrival(contract.channel, file, moment),
    }
    write_sidecar(stored, entry)
    return Landing(register(connection, entry, form), is_new=True, is_moved=False)


def _arrival(channel: str, file: ArrivedFile, moment: ExportMoment) -> dict[str, str]:
    """How the bytes came, as register and sidecar keep it: enough to register them again from landing alone."""
    return {
        "registrar": file.registrar,
        "name": file.name,
        "source": f"inbox/{channel}/{file.registrar}/{file.name}",
        "exported_at": moment.exported_at.isoformat(),
        "exported_at_source": moment.source,
        "business_day": moment.business_day.isoformat(),
    }


def register(connection: Connection, entry: dict[str, Any], form: Form | None) -> LandedFile:
    """Writes a register row; covers_from/to follow from the form's coverage and the business day."""
    day = date.fromisoformat(entry["business_day"])
    row = run(connection, "landing/register.sql", **entry, covers_from=day - _window(form), covers_to=day).one()
    return LandedFile(**row._mapping)


def _window(form: Form | None) -> timedelta:
    """How far back one file of the form covers; a snapshot covers all since its beginning."""
    if form is None:
        return timedelta(0)
    return timedelta(days=form.coverage.days if form.coverage.kind != "snapshot" else 36500)


def _known(connection: Connection, settings: Settings, channel: str, registrar: str, sha256: str) -> LandedFile | None:
    row = connection.execute(
        text(
            f"SELECT {COLUMNS} FROM landing.file WHERE municipality = :municipality AND channel = :channel"
            " AND registrar = :registrar AND sha256 = :sha256 FOR UPDATE"
        ),
        {
            "municipality": settings.municipality.oktmo,
            "channel": channel,
            "registrar": registrar,
            "sha256": sha256,
        },
    ).one_or_none()
    return LandedFile(**row._mapping) if row else None


def _land_again(
    connection: Connection,
    settings: Settings,
    contract: Contract,
    known: LandedFile,
    file: ArrivedFile,
    moment: ExportMoment,
) -> Landing:
    """F03: known bytes are not read again; an earlier date moves them, and refused bytes get another chance."""
    is_retry = known.state in ("refused", "stopped")
    is_moved = moment.exported_at < known.exported_at
    parameters = {
        "file_id": known.file_id,
        "name": file.name,
        "exported_at": moment.exported_at,
        "exported_at_source": moment.source,
        "business_day": moment.business_day,
    }
    days = _window(contract.forms.get(known.form)).days
    row = run(connection, "landing/land_again.sql", **parameters, is_retry=is_retry, days=days).one()
    landed = LandedFile(**row._mapping)
    if is_moved:
        stored = settings.home / known.stored_url
        entry = json.loads(sidecar(stored).read_text(encoding="utf-8"))
        entry |= {"exported_at": moment.exported_at.isoformat(), "business_day": moment.business_day.isoformat()}
        write_sidecar(stored, entry | {"exported_at_source": moment.source})
    return Landing(landed, is_new=is_retry, is_moved=is_moved and known.state == "loaded")


def store(settings: Settings, channel: str, registrar: str, sha256: str, suffix: str, content: bytes) -> Path:
    """Writes the bytes under a temporary name, syncs, renames: a stored file is whole or is not there."""
    target = settings.home / "landing" / channel / registrar / sha256[:2] / f"{sha256}.{suffix}"
    write_whole(target, content)
    return target


def sidecar(stored: Path) -> Path:
    return stored.with_suffix(stored.suffix + ".register.json")


def write_sidecar(stored: Path, entry: dict[str, Any]) -> None:
    write_whole(sidecar(stored), json.dumps(entry, ensure_ascii=False, indent=1).encode())


def write_whole(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    with partial.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)


def files_to_load(
    connection: Connection, settings: Settings, contract: Contract, interval: tuple[date, date] | None, is_exact: bool
) -> Sequence[LandedFile]:
    """Landed and not yet loaded files of a channel, and those to be judged again, oldest export first; with an interval
    also the files of these business days (both ends included), loaded before or not; is_exact: only those (a backfill
    run)."""
    rows = run(
        connection,
        "landing/files_to_load.sql",
        municipality=settings.municipality.oktmo,
        channel=contract.channel,
        contract_checksum=contract.checksum,
        first_day=interval[0] if interval else None,
        last_day=interval[1] if interval else None,
        is_exact=is_exact,
    )
    return [LandedFile(**row._mapping) for row in rows]
