"""The control list: each message that waits for somebody, once, with all that is true of it; read in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.intake.contracts import load_contract
from svodka.intake.coverage import enabled_channels
from svodka.period import Quarter, business_day, end_of_day, start_of_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

# By what the list can be narrowed down, in the order in which people ask. A term that is due within one working day is
# due within three and within five as well.
KINDS = ("overdue", "due_1", "due_3", "due_5", "unassigned", "returned", "registered_late", "missing")
SUBSETS = ("due_after_today", "helpful")  # asked for by the letter only
HORIZONS = (1, 3, 5)  # working days
LONG_OVERDUE = 90  # days: a quarter
Sort = Literal["effect", "term"]


@dataclass(frozen=True)
class Place:
    """Where a message stands in the list: what follows it is asked for by this."""

    rank: int
    term: datetime | None
    key: UUID


@dataclass(frozen=True)
class Asked:
    """Which part of the list is wanted; None: no such condition. `n_rows` None: all of it."""

    kind: str | None = None
    channel: str | None = None
    block: str | None = None
    executor: str | None = None
    sort: Sort = "effect"
    after: Place | None = None
    n_rows: int | None = None


@dataclass(frozen=True)
class Listed:
    """One message to act on, by its number; nothing personal.

    `due`: the term that runs, `control`: the control date where it is another day (local, None: no term runs);
    `days_left`: calendar days to the term, below 0 when it is over; `kinds`: all that is true of it; `helps`: the
    codes of this quarter's indicators that need its answer in time; `missing_since`: local.
    """

    key: UUID
    number: str
    channel: str
    block: str
    executor: str | None
    due: datetime | None
    control: datetime | None
    days_left: int | None
    kinds: tuple[str, ...]
    helps: tuple[str, ...]
    missing_since: datetime | None
    place: Place


@dataclass(frozen=True)
class ListPart:
    """A part of the list; `counts` by kind and `n_all` are of the whole list under the conditions but the kind,
    `n_asked` under all of them."""

    rows: Sequence[Listed]
    counts: dict[str, int]
    n_all: int
    n_asked: int

    @property
    def n_left(self) -> int:
        """How many more there are than the rows shown, when the part is the list's beginning."""
        return self.n_asked - len(self.rows)


def channel_titles(settings: Settings) -> dict[str, str]:
    """The enabled channels, by their names for people."""
    return {channel: load_contract(channel).title for channel in enabled_channels(settings)}


def read_list(conn: Connection, settings: Settings, day: date, now: datetime, asked: Asked | None = None) -> ListPart:
    """The list of a local day as the facts have it, terms judged at `now` (aware). Raises CalendarUnknown."""
    asked = asked or Asked()
    found = run(
        conn,
        "control/control_list.sql",
        municipality=settings.municipality.oktmo,
        now=now,
        tomorrow=start_of_day(day + timedelta(days=1), settings.zone),
        quarter=str(Quarter.of(day)),
        quarter_from=Quarter.of(day).first_day,
        long_ago=start_of_day(day - timedelta(days=LONG_OVERDUE), settings.zone),
        kind=asked.kind,
        channel=asked.channel,
        block=asked.block,
        executor=asked.executor,
        sort=asked.sort,
        after_rank=asked.after and asked.after.rank,
        after_term=asked.after and (asked.after.term or "infinity"),
        after_key=asked.after and str(asked.after.key),
        n_rows=asked.n_rows,
        **horizons(calendar_known_on(conn, business_day(now, settings.zone)), settings, day),
    ).all()
    titles, today = channel_titles(settings), business_day(now, settings.zone)
    first = found[0]
    counts = {kind: getattr(first, f"n_{kind}") for kind in (*KINDS, *SUBSETS)}
    rows = [listed(row, settings, titles, today) for row in found if row.message_key is not None]
    return ListPart(rows, counts, first.n_all, first.n_asked)


def horizons(calendar: WorkingCalendar, settings: Settings, day: date) -> dict[str, datetime]:
    """The first moment after the N-th working day after a day, by N."""
    last_days = {n: calendar.add_working_days(day, n) for n in HORIZONS}
    return {f"horizon_{n}": end_of_day(last, settings.zone) + timedelta(seconds=1) for n, last in last_days.items()}


def listed(row: Any, settings: Settings, titles: dict[str, str], today: date) -> Listed:
    due, control, missing = (
        moment and moment.astimezone(settings.zone) for moment in (row.term_at, row.control_at, row.missing_since)
    )
    return Listed(
        key=row.message_key,
        number=shown_number(row.source_number, row.number_year),
        channel=titles.get(row.channel, row.channel),
        block=row.block,
        executor=row.executor,
        due=due,
        control=control if control and due and control.date() < due.date() else None,
        days_left=(due.date() - today).days if due else None,
        kinds=kinds_of(row),
        helps=tuple(row.helps),
        missing_since=missing,
        place=Place(row.place_rank, row.term_at, row.message_key),
    )


def shown_number(source_number: str, number_year: int) -> str:
    """The number as people tell messages apart: with the year where numbers begin anew each year."""
    return f"{source_number} ({number_year})" if number_year else source_number


def kinds_of(row: Any) -> tuple[str, ...]:
    """All that is true of a message; of the terms that it is due within only the nearest."""
    marks = {
        "overdue": row.is_overdue,
        f"due_{row.due_within}": row.due_within is not None,
        "unassigned": row.is_unassigned,
        "returned": row.is_returned,
        "registered_late": row.is_registered_late,
        "missing": row.is_missing,
    }
    return tuple(kind for kind, is_true in marks.items() if is_true)


def choices(conn: Connection, settings: Settings) -> tuple[list[str], list[str]]:
    """The blocks and the executors by which the list can be narrowed."""
    row = run(conn, "control/list_choices.sql", municipality=settings.municipality.oktmo).one()
    return list(row.blocks), list(row.executors)
