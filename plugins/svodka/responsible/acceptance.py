"""Accepts a table of responsible persons as the next version: the versions are never edited, the newest counts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from svodka.period import business_day
from svodka.responsible.changes import Change, compare
from svodka.responsible.register import accepted_persons
from svodka.responsible.rules import with_losses
from svodka.responsible.table_file import Table, read_table
from svodka.settings import Person, Settings
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class Examined:
    """A table without mistakes, and what it would change; `is_new`: it differs from what is accepted."""

    table: Table
    changes: list[Change]
    is_new: bool


@dataclass(frozen=True)
class Accepted:
    """The version that holds the table; `is_new`: it was written now, not found."""

    version: int
    changes: list[Change]
    is_new: bool
    remarks: list[str]


def examine(conn: Connection, settings: Settings, content: bytes, now: datetime) -> Examined:
    """What accepting the file would do; nothing is written. Against the first table everybody comes.

    Raises TableRefused with all mistakes.
    """
    day = business_day(now, settings.zone)
    accepted, table = accepted_persons(conn, settings, now), read_table(content, day)
    table = replace(table, remarks=with_losses(accepted, table.persons, table.remarks, day))
    is_new = _counted(accepted) != _counted(table.persons)
    return Examined(table, compare(accepted, table.persons), is_new)


def accept(
    conn: Connection, settings: Settings, file_name: str, content: bytes, by: str | None, now: datetime
) -> Accepted:
    """Makes the file the table in force from `now` (aware) on; a table that says the same is no new version.

    Raises TableRefused with all mistakes, nothing is written then.
    """
    town = settings.municipality.oktmo
    run(conn, "responsible/take_turn.sql", municipality=town)
    found = examine(conn, settings, content, now)
    if not found.is_new:
        newest = run(conn, "responsible/versions.sql", municipality=town, as_of=now).all()[-1]
        return Accepted(newest.version, [], False, found.table.remarks)
    sha256 = hashlib.sha256(content).hexdigest()
    version = run(
        conn,
        "responsible/version_insert.sql",
        municipality=town,
        file_name=file_name,
        sha256=sha256,
        now=now,
        accepted_by=by,
    ).scalar_one()
    rows = [person.model_dump(mode="json") | {"position": place} for place, person in enumerate(found.table.persons, 1)]
    persons = json.dumps(rows, ensure_ascii=False)
    run(conn, "responsible/stretches_insert.sql", version=version, municipality=town, persons=persons)
    return Accepted(version, found.changes, True, found.table.remarks)


def _counted(persons: Sequence[Person]) -> Counter[str]:
    """The rows whatever their order: a table sorted anew says the same."""
    return Counter(person.model_dump_json() for person in persons)
