"""The one true history of a message: what its source shows from which moment on."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

FIRST_DAY = date(2025, 5, 1)
LAST_DAY = date(2026, 10, 2)
WINDOW = timedelta(days=200)
DAY = timedelta(days=1)

_CALENDAR = holidays.country_holidays("RU", years=range(2024, 2029))


def stream(name: str) -> random.Random:
    """The random numbers of one purpose: another name, another stream, so that channels do not move each other."""
    return random.Random(f"svodka/samples/{name}")


@dataclass(frozen=True)
class Event:
    """From `at` (local time) on, the source shows `changes` (field → value; None empties a cell)."""

    at: datetime
    changes: dict[str, object]


@dataclass
class Message:
    """One message: its number, when it was registered, what happened to it, when the exports forgot it.

    `absent` holds (first, last) business days on which the exports do not list the message.
    """

    number: str | int
    registered_at: datetime
    events: list[Event] = field(default_factory=list)
    absent: tuple[tuple[date, date], ...] = ()

    def at(self, when: datetime, **changes: object) -> Message:
        """Adds one event; returns the message, so that a life reads as a chain."""
        self.events.append(Event(when, changes))
        return self

    def ends(self, when: datetime, **changes: object) -> Message:
        """Adds the last event: what was to come after it does not happen."""
        self.events = [event for event in self.events if event.at <= when]
        return self.at(when, **changes)

    def not_before(self, when: datetime) -> datetime:
        """`when`, or an hour after all that has happened so far."""
        return max(when, max(event.at for event in self.events) + timedelta(hours=1))

    def state(self, moment: datetime) -> dict[str, object]:
        """What the source shows at `moment`: all changes so far, in the order of time."""
        shown: dict[str, object] = {"number": self.number, "registered_at": self.registered_at}
        for event in sorted(self.events, key=lambda event: event.at):
            if event.at <= moment:
                shown.update(event.changes)
        return shown

    def is_listed(self, day: date) -> bool:
        """Whether the export of that day holds the message (window of 200 days; gaps in `absent`)."""
        registered = self.registered_at.date()
        if not day - WINDOW <= registered <= day:
            return False
        return not any(first <= day <= last for first, last in self.absent)

    def first(self, name: str) -> datetime | None:
        """The earliest moment the field ever held."""
        values = [event.changes.get(name) for event in self.events]
        return min((value for value in values if isinstance(value, datetime)), default=None)


def end_of(day: date) -> datetime:
    """The moment an export of that day speaks of."""
    return datetime.combine(day, time(23, 59, 59))


def listed(messages: Iterable[Message], day: date) -> Iterator[dict[str, object]]:
    """The states an export of that day shows, oldest message first."""
    moment = end_of(day)
    return (message.state(moment) for message in messages if message.is_listed(day))


@cache
def is_working(day: date) -> bool:
    """Whether offices are open."""
    return _CALENDAR.is_working_day(day)


def working_on_or_before(day: date) -> date:
    """The last working day that is not after `day`."""
    while not is_working(day):
        day -= DAY
    return day


def working_on_or_after(day: date) -> date:
    """The first working day that is not before `day`."""
    while not is_working(day):
        day += DAY
    return day


def workdays_later(day: date, count: int) -> date:
    """The working day that comes `count` working days after `day`."""
    for _ in range(count):
        day = working_on_or_after(day + DAY)
    return day


def office_time(rng: random.Random, day: date) -> datetime:
    """A whole minute between 08:00 and 17:00 of the day."""
    return datetime.combine(day, time(8)) + timedelta(minutes=rng.randrange(540))
