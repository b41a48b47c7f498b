"""Working days and hours of Russia: pure, on the official transfers and on our own corrections.

A year without an official production calendar has no working days that anybody could rely on: every function that
would have to look into such a year raises CalendarUnknown. The warehouse keeps the transfers and corrections that are
in force (`svodka.warehouse.calendar_in_force`); RUSSIA is what `holidays` knows, without corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.production_calendar import DAY, CalendarYear, library_year

OPENS, CLOSES = time(8), time(17)
NOTHING_KNOWN = CalendarYear(frozenset(), frozenset(), frozenset(), is_official=False)


class CalendarUnknown(SvodkaError):
    """A term falls into a year whose official production calendar is not known yet."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"Производственный календарь на {year} год неизвестен: срок не посчитан. Обновите пакет holidays "
            f"(requirements.in, make lock, make setup) или внесите переносы {year} года в "
            f"sql/seeds/calendar_override.csv, по строке на день, например "
            f"«{year}-03-07,false,false,true,{year}-01-01,{year - 1}-10-15,постановление о переносе выходных» "
            f"(четвёртое поле, completes_year = true, объявляет календарь года полным), затем svodka init."
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


@dataclass(frozen=True)
class Correction:
    """One row of meta.calendar_override: an override of a day and when we learnt of it."""

    day: date
    known_from: date
    override: Override


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar by year, with corrections by day.

    years: all that is known, so that any other year is unknown, also with corrections; None: as the library has it.
    """

    overrides: Mapping[date, Override] = field(default_factory=dict)
    years: Mapping[int, CalendarYear] | None = None

    @cached_property
    def completed_years(self) -> frozenset[int]:
        """The years whose transfers our own corrections hold in full."""
        completed = frozenset(day.year for day, one in self.overrides.items() if one.completes_year)
        return completed if self.years is None else completed & self.years.keys()

    def _year(self, year: int) -> CalendarYear:
        return library_year(year) if self.years is None else self.years.get(year, NOTHING_KNOWN)

    def is_official(self, year: int) -> bool:
        """True when the government's transfers of the year are known."""
        return year in self.completed_years or self._year(year).is_official

    def _require(self, year: int) -> None:
        if not self.is_official(year):
            raise CalendarUnknown(year)

    def _works(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day].is_working
        return self._year(day.year).works(day)

    def is_short_day(self, day: date) -> bool:
        """A working day shortened by an hour (ТК РФ, ст. 95). Shown only: terms in hours ignore it (domain §16.15)."""
        if day in self.overrides:
            return self.overrides[day].is_short
        return day in self._year(day.year).short

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
                yield CalendarDay(day, self._works(day), self.is_short_day(day), official)
                day += DAY


def in_force(
    corrections: Iterable[Correction], known_on: date, years: Mapping[int, CalendarYear] | None = None
) -> WorkingCalendar:
    """The calendar with the corrections known on a day; of several for one day the one learnt last holds.

    years: as of `WorkingCalendar`.
    """
    known = sorted((one for one in corrections if one.known_from <= known_on), key=lambda one: one.known_from)
    return WorkingCalendar({one.day: one.override for one in known}, years)


RUSSIA = WorkingCalendar()
calendar_rows = RUSSIA.rows
