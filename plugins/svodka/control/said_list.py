"""What the mails of a day have said of the control list, and what later loads have changed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.control.control_list import Listed, channel_titles, read_list, shown_number
from svodka.settings import Settings
from svodka.warehouse.engine import run

LONGEST = 10  # messages named of each sort


@dataclass(frozen=True)
class SaidList:
    """The list of one mail of the day: what it said of each message, as of when."""

    number: int
    composed_at: datetime
    marks: Mapping[UUID, str]


@dataclass(frozen=True)
class Change:
    """What loads have changed since the first mail; of the messages that came and went the first few by name."""

    n_new: int
    n_gone: int
    n_other: int
    new: Sequence[str]
    gone: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.n_new or self.n_gone or self.n_other)


def said_lists(conn: Connection, settings: Settings, day: date) -> list[SaidList]:
    """The lists that mails of the day have told of, the first one first."""
    rows = run(conn, "control/said_list.sql", municipality=settings.municipality.oktmo, day=day)
    return [
        SaidList(row.number, row.composed_at, dict(zip(map(as_key, row.message_keys), row.marks, strict=True)))
        for row in rows
    ]


def as_key(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def keep_said(conn: Connection, settings: Settings, day: date, number: int, now: datetime) -> None:
    """Writes down what the list says at `now`, for the mail that is about to say it."""
    marks = marks_at(conn, settings, day, now)
    run(
        conn,
        "control/said_list_insert.sql",
        municipality=settings.municipality.oktmo,
        day=day,
        number=number,
        now=now,
        message_keys=[str(key) for key in marks],
        marks=list(marks.values()),
    )


def marks_at(conn: Connection, settings: Settings, day: date, moment: datetime) -> dict[UUID, str]:
    """What today's facts make the list say of each message at a moment."""
    rows = sorted(read_list(conn, settings, day, moment).rows, key=lambda row: row.key)
    return {row.key: words_of(row) for row in rows}


def words_of(row: Listed) -> str:
    """All that the list says of a message and that may change, as one text."""
    moments = (moment.isoformat() if moment else "" for moment in (row.due, row.control))
    return "|".join((" ".join(row.kinds), *moments, row.executor or "", row.block))


def change_since(conn: Connection, settings: Settings, day: date, first: SaidList) -> Change:
    """What loads have changed, not the clock: the list of the first mail's moment by the facts as they are now."""
    present = marks_at(conn, settings, day, first.composed_at)
    new, gone = set(present) - set(first.marks), set(first.marks) - set(present)
    other = sum(present[key] != first.marks[key] for key in set(present) & set(first.marks))
    return Change(len(new), len(gone), other, named(conn, settings, new), named(conn, settings, gone))


def named(conn: Connection, settings: Settings, keys: set[UUID]) -> list[str]:
    """The first few of the messages: number and channel."""
    if not keys:
        return []
    titles = channel_titles(settings)
    given = sorted(str(key) for key in keys)
    rows = run(conn, "control/numbers_of.sql", message_keys=given, n_rows=LONGEST)
    return [
        f"{shown_number(row.source_number, row.number_year)} · {titles.get(row.channel, row.channel)}" for row in rows
    ]


def loads_since(conn: Connection, settings: Settings, since: datetime, now: datetime) -> tuple[bool, bool]:
    """Whether a load has ended since a moment, and whether one is under way."""
    row = run(conn, "control/loads_since.sql", municipality=settings.municipality.oktmo, since=since, now=now).one()
    return row.has_loaded, row.is_loading
