"""The daily counts in which spikes are looked for, and a spike in the words of the people who read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.control.spikes import FEWEST, HISTORY_DAYS, RUN_DAYS, find_spikes
from svodka.intake.contracts import channel_names, load_contract
from svodka.period import business_day, start_of_day
from svodka.settings import Settings
from svodka.warehouse.engine import run

DAY_OFF, FIRST_DAY, WORKING_DAY = 0, 1, 2
MOST_OF_IT = 0.7
LATEST_DAYS = 14  # what comes later is no news


@dataclass(frozen=True)
class Spike:
    """Unusually many messages were registered on `day` (n_days 3: on it and the two days before it).

    kind: channel, block, executor, cell (a block in a channel); name: as people read it; channel, block, executor: the
    codes that a filter takes, None where the series does not name one.
    """

    kind: str
    name: str
    day: date
    n_days: int
    count: int
    usual: float
    channel: str | None = None
    block: str | None = None
    executor: str | None = None

    @property
    def excess(self) -> float:
        """How many more than usual."""
        return self.count - self.usual


def spikes_since(
    conn: Connection, settings: Settings, since: datetime, last: date, calendar: WorkingCalendar
) -> list[Spike]:
    """Spikes of the days up to `last` that nobody could have been told of on the morning `since`, the strongest first,
    each told at its narrowest. Raises CalendarUnknown."""
    firsts = _first_days(conn, settings, since, last)
    first = min(firsts.values())
    beginning = first - timedelta(days=HISTORY_DAYS + RUN_DAYS - 1)
    days = [beginning + timedelta(days=offset) for offset in range((last - beginning).days + 1)]
    rows = run(
        conn,
        "control/spike_counts.sql",
        municipality=settings.municipality.oktmo,
        first=beginning,
        last=last,
        since=start_of_day(beginning, settings.zone),
        tested=first - timedelta(days=RUN_DAYS - 1),
        fewest=FEWEST,
    ).all()
    if not rows:
        return []
    kinds = np.array([kind_of_day(day, calendar) for day in days])
    found = find_spikes(_table(rows, beginning, len(days)), kinds, (last - first).days + 1, rows[0].n_series)
    told = [_told(rows[one.series], days[one.day], one.n_days, one.count, one.usual) for one in found]
    new = [one for one in told if one.day >= firsts.get(one.channel, firsts[None])]
    return [one for one in new if not any(_is_made_by(one, other) for other in new)]


def _first_days(conn: Connection, settings: Settings, since: datetime, last: date) -> dict[str | None, date]:
    """By channel, the first day to be told of: that of the last morning itself; an earlier one if its export had not
    come by then, or the spikes of a late channel would never be told. None: what is made of several channels."""
    that_day = business_day(since, settings.zone)
    rows = run(conn, "control/newest_export.sql", municipality=settings.municipality.oktmo, now=since)
    unknown = {row.channel: row.newest_export + timedelta(days=1) for row in rows if brings_messages(row.channel)}
    earliest = last - timedelta(days=LATEST_DAYS)
    firsts: dict[str | None, date] = {one: max(earliest, min(that_day, day)) for one, day in unknown.items()}
    return firsts | {None: max(firsts.values(), default=that_day)}


def brings_messages(channel: str) -> bool:
    """Whether exports of the channel are of messages; false for one that no contract knows any more."""
    return channel in channel_names() and load_contract(channel).entity == "message"


def _is_made_by(one: Spike, other: Spike) -> bool:
    """Whether a channel or a block has spiked because one cell of it has: then only the cell is told."""
    is_part = other.kind == "cell" and one.kind in ("channel", "block")
    is_same = (one.day, one.n_days) == (other.day, other.n_days)
    is_in_it = other.channel == one.channel if one.channel else other.block == one.block
    return is_part and is_same and is_in_it and other.excess >= MOST_OF_IT * one.excess


def kind_of_day(day: date, calendar: WorkingCalendar) -> int:
    """Days of one kind are alike: days off, the first working day after them (what has piled up), the others."""
    if not calendar.is_working_day(day):
        return DAY_OFF
    return WORKING_DAY if calendar.is_working_day(day - timedelta(days=1)) else FIRST_DAY


def _table(rows: Any, beginning: date, n_days: int) -> NDArray[np.int_]:
    counts = np.zeros((len(rows), n_days), dtype=np.int_)
    for place, row in enumerate(rows):
        counts[place, [(day - beginning).days for day in row.days]] = row.counts
    return counts


def _told(row: Any, day: date, n_days: int, count: int, usual: float) -> Spike:
    title = load_contract(row.channel).title if row.channel else None
    kind = "cell" if row.channel and row.block else "channel" if row.channel else "block" if row.block else "executor"
    name = ", ".join(part for part in (title, row.block, row.executor) if part)
    return Spike(kind, name, day, n_days, count, usual, row.channel, row.block, row.executor)
