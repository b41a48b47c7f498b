"""Working days and hours of Russia: pure, on the official transfers that `holidays` knows and on our own corrections.

A year without an official production calendar has no working days that anybody could rely on: every function that
would have to look into such a year raises CalendarUnknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from svodka.errors import SvodkaError
from svodka.period import Quarter

OPENS, CLOSES = time(8), time(17)
DAY = timedelta(days=1)


class CalendarUnknown(SvodkaError):
    """A term falls into a year whose official production calendar is not known yet."""

    def __init__(self, year: int, what: str = "") -> None:
        self.year = year
        super().__init__(
            f"Производственный календарь на {year} год неизвестен{what}: срок не посчитан. Обновите пакет holidays "
            f"или внесите переносы {year} года в sql/seeds/calendar_override.csv (completes_year = true)."
        )


@dataclass(frozen=True)
class CalendarDay:
    """One row of marts.dim_calendar."""

    day: date
    is_working: bool
    is_short: bool
    is_official: bool


@dataclass(frozen=True)
class Override:
    """A correction of one day; completes_year says that with it the calendar of that year is official."""

    is_working: bool
    is_short: bool = False
    completes_year: bool = False


@cache
def _library(year: int) -> tuple[frozenset[date], frozenset[date], bool]:
    """Days off, working weekend days and «is official» of a year.

    The neighbour years are asked for too: a transfer may be decreed by the calendar of another year.
    """
    russia = holidays.country_holidays("RU", years=(year - 1, year, year + 1))
    off = frozenset(day for day in russia if day.year == year)
    worked = frozenset(day for day in russia.weekend_workdays if day.year == year)
    return off, worked, year in russia.special_public_holidays


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar as the library has it, with corrections by day."""

    overrides: Mapping[date, Override] = field(default_factory=dict)

    def is_official(self, year: int) -> bool:
        """True when the government's transfers of the year are known."""
        completed = any(day.year == year and one.completes_year for day, one in self.overrides.items())
        return completed or _library(year)[2]

    def _require(self, year: int) -> None:
        if not self.is_official(year):
            raise CalendarUnknown(year)

    def _works(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day].is_working
        off, worked, _ = _library(day.year)
        return day in worked or (day.weekday() < 5 and day not in off)

    def is_working_day(self, day: date) -> bool:
        """Raises CalendarUnknown for a year without an official calendar."""
        self._require(day.year)
        return self._works(day)

    def previous_working_day(self, day: date) -> date:
        """The last working day ≤ day."""
        while not self.is_working_day(day):
            day -= DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day ≥ day."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def add_working_days(self, day: date, days: int) -> date:
        """The n-th working day after day (day 1 is the next working day); 0 gives the day itself."""
        for _ in range(days):
            day = self.next_working_day(day + DAY)
        return day

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days of [first, last]."""
        span = (first + DAY * i for i in range((last - first).days + 1))
        return [day for day in span if self.is_working_day(day)]

    def add_working_hours(self, start: datetime, hours: int, opens: time = OPENS, closes: time = CLOSES) -> datetime:
        """The earliest local moment at which the amount has run; a start outside working time waits for the opening.

        `start` is a naive local time or an aware one in the local zone. Lunch and shortened days are ignored
        (domain §16.15).
        """
        day, clock = start.date(), start.time().replace(tzinfo=None)
        if not self.is_working_day(day) or clock >= closes:
            day, clock = self.next_working_day(day + DAY), opens
        moment = datetime.combine(day, max(clock, opens))
        left = timedelta(hours=hours)
        while left > (room := datetime.combine(day, closes) - moment):
            left -= room
            day = self.next_working_day(day + DAY)
            moment = datetime.combine(day, opens)
        return (moment + left).replace(tzinfo=start.tzinfo)

    def cutoff(self, quarter: Quarter, zone: ZoneInfo) -> datetime:
        """Until when an edition is re-made: 12:00 of the last working day before the 5th after the quarter.

        The first days of January hold no working day: for the fourth quarter it is 3 January, 12:00.
        """
        first = quarter.next.first_day
        if quarter.number == 4:
            return datetime.combine(first.replace(day=3), time(12), zone)
        return datetime.combine(self.previous_working_day(first.replace(day=4)), time(12), zone)

    def rows(self, years: Iterable[int]) -> Iterator[CalendarDay]:
        """Every day of the years, in order; the days of an unofficial year are marked as such, not left out."""
        for year in years:
            official, day = self.is_official(year), date(year, 1, 1)
            while day.year == year:
                short = day in self.overrides and self.overrides[day].is_short
                yield CalendarDay(day, self._works(day), short, official)
                day += DAY


RUSSIA = WorkingCalendar()
is_working_day = RUSSIA.is_working_day
is_official = RUSSIA.is_official
add_working_days = RUSSIA.add_working_days
add_working_hours = RUSSIA.add_working_hours
previous_working_day = RUSSIA.previous_working_day
next_working_day = RUSSIA.next_working_day
working_days = RUSSIA.working_days
cutoff = RUSSIA.cutoff
calendar_rows = RUSSIA.rows
