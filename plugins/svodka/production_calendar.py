"""What `holidays` knows of a year's production calendar, and the shortened days that follow from the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
# ТК РФ, ст. 112: the holidays themselves, without the days off moved by decree
HOLIDAYS = frozenset([*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)])


@dataclass(frozen=True)
class CalendarYear:
    """The days of one year; is_official: the government's decree on its transfers is known."""

    off: frozenset[date]
    worked_weekends: frozenset[date]
    short: frozenset[date]
    is_official: bool

    def works(self, day: date) -> bool:
        return day in self.worked_weekends or (day.weekday() < 5 and day not in self.off)


@cache
def library_year(year: int) -> CalendarYear:
    """The year as the package has it. The neighbour years are asked for too: a transfer may stand in their decrees."""
    russia = holidays.country_holidays("RU", years=(year - 1, year, year + 1))
    found = CalendarYear(
        off=frozenset(day for day in russia if day.year == year),
        worked_weekends=frozenset(day for day in russia.weekend_workdays if day.year == year),
        short=frozenset(),
        is_official=year in russia.special_public_holidays,
    )
    transfers = russia.special_public_holidays.get(year, ())
    pairs = [(date(year, *one[:2]), date(year, *one[2:4])) for one in transfers if len(one) == 4]
    return CalendarYear(found.off, found.worked_weekends, frozenset(_short_days(year, found, pairs)), found.is_official)


def _short_days(year: int, known: CalendarYear, transfers: list[tuple[date, date]]) -> Iterator[date]:
    """ТК РФ, ст. 95: the working day right before a holiday is an hour shorter. A working weekend day has the length
    of the day off that was moved from it."""
    worked_for = {became_off: worked for became_off, worked in transfers if known.works(worked)}
    day = date(year, 1, 1)
    while day.year == year:
        after = day + DAY
        if (after.month, after.day) in HOLIDAYS and (day.month, day.day) not in HOLIDAYS:
            if known.works(day):
                yield day
            elif day in worked_for:
                yield worked_for[day]
        day = after
