"""How many messages are to come: the pace of the last four weeks, on working days and days off, times the days left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from svodka.calendar import WorkingCalendar
from svodka.figures.forecast.courses import PACE_DAYS
from svodka.figures.forecast.days import A_DAY, Days, days_left
from svodka.period import Quarter


@dataclass(frozen=True)
class Pace:
    """Messages a working day and a day off; seen: how many messages the pace is drawn from; left: days to the end."""

    a_working_day: Fraction
    a_day_off: Fraction
    seen: int
    left: Days

    @property
    def expected(self) -> Fraction:
        return self.a_working_day * self.left.working + self.a_day_off * self.left.resting


def pace_of(
    calendar: WorkingCalendar, quarter: Quarter, moment: datetime, zone: ZoneInfo, came: Mapping[date, int]
) -> Pace:
    """came: messages by local day, over PACE_DAYS days to the moment. Raises CalendarUnknown."""
    today = moment.astimezone(zone).date()
    days = [today - A_DAY * back for back in range(PACE_DAYS)]
    working = [day for day in days if calendar.is_working_day(day)]
    n_working = sum(came.get(day, 0) for day in working)
    seen = sum(came.get(day, 0) for day in days)
    n_off = len(days) - len(working)
    return Pace(
        Fraction(n_working, len(working)) if working else Fraction(0),
        Fraction(seen - n_working, n_off) if n_off else Fraction(0),
        seen,
        days_left(calendar, quarter, moment, zone),
    )
