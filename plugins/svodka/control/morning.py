"""All that a morning's letter may say: the list, what the figures need, the days off ahead, the digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from svodka.control.control_list import Asked, Listed, ListPart, read_list
from svodka.control.digest import Digest, compile_digest
from svodka.control.effect import TargetLine
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on

LONGEST = 20  # messages of the list: a letter is read on a phone, the rest stands on the page
FIRST_MOVERS = 7
IN_DAYS_OFF = 10
ANXIOUS = ("overdue", "due_3", "unassigned", "returned", "missing")


@dataclass(frozen=True)
class DaysOff:
    """The days off that begin tomorrow, and what falls due in them and on the first working day after."""

    first: date
    last: date
    back_on: date
    n_due: int
    rows: Sequence[Listed]


@dataclass(frozen=True)
class Morning:
    """The morning of one business day. `movers`: the messages that the quarter's targets need, at most a few of them;
    `broken`: what the marts break or a report goes without, a sentence each."""

    day: date
    whole: ListPart
    movers: ListPart
    targets: Sequence[TargetLine]
    days_off: DaysOff | None
    digest: Digest
    broken: Sequence[str]

    @property
    def counts(self) -> dict[str, int]:
        return self.whole.counts

    @property
    def is_quiet(self) -> bool:
        """Nothing asks for an act today: what was registered late and answered, or is due in five days, does not."""
        digest = self.digest
        news = (self.broken, self.days_off, digest.spikes, digest.new_words)
        return not (
            any(self.counts[kind] for kind in ANXIOUS)
            or any(news)
            or any(one.state == "gap" for one in digest.freshness)
            or any(one.n_new for one in digest.quarantine)
        )


def compile_morning(
    conn: Connection,
    settings: Settings,
    day: date,
    now: datetime,
    targets: Sequence[TargetLine],
    broken: Sequence[str],
) -> Morning:
    """Reads the facts of a business day as they stand at `now` (aware). Raises CalendarUnknown."""
    return Morning(
        day,
        read_list(conn, settings, day, now, Asked(n_rows=LONGEST)),
        read_list(conn, settings, day, now, Asked(kind="helpful", n_rows=FIRST_MOVERS)),
        targets,
        days_off_ahead(conn, settings, day, now),
        compile_digest(conn, settings, day, now),
        broken,
    )


def days_off_ahead(conn: Connection, settings: Settings, day: date, now: datetime) -> DaysOff | None:
    """The days off after `day` with what falls due in them; None when tomorrow is worked or nothing falls due."""
    calendar = calendar_known_on(conn, day)
    tomorrow = day + timedelta(days=1)
    if calendar.is_working_day(tomorrow):
        return None
    back_on = calendar.next_working_day(tomorrow)
    asked = Asked(kind="due_after_today", sort="term", n_rows=IN_DAYS_OFF)
    part = read_list(conn, settings, day, now, asked)
    if not part.n_asked:
        return None
    return DaysOff(tomorrow, back_on - timedelta(days=1), back_on, part.n_asked, part.rows)
