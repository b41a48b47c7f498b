"""Which moment of an earlier quarter is like today, and how many working days are left: by the working calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from svodka.calendar import WorkingCalendar
from svodka.period import Quarter

A_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


def working_days(calendar: WorkingCalendar, after: date, until: date) -> int:
    """Working days after the one and up to the other. Raises CalendarUnknown."""
    return sum(calendar.is_working_day(after + A_DAY * n) for n in range(1, (until - after).days + 1))


class Days(NamedTuple):
    """So many days of both kinds; messages come on both, at another pace."""

    working: Fraction
    resting: Fraction


def days_left(calendar: WorkingCalendar, quarter: Quarter, moment: datetime, zone: ZoneInfo) -> Days:
    """From the moment to the quarter's end; of today the part that is left. Raises CalendarUnknown."""
    local = moment.astimezone(zone)
    day = local.date()
    if day > quarter.last_day:
        return Days(Fraction(0), Fraction(0))
    gone = (local.replace(tzinfo=None) - datetime.combine(day, time())) // MICROSECOND
    part = 1 - Fraction(gone, A_DAY // MICROSECOND)
    working = Fraction(working_days(calendar, day, quarter.last_day))
    resting = (quarter.last_day - day).days - working
    if calendar.is_working_day(day):
        return Days(working + part, resting)
    return Days(working, resting + part)


def like_moment(
    calendar: WorkingCalendar, quarter: Quarter, moment: datetime, earlier: Quarter, zone: ZoneInfo
) -> datetime:
    """The moment of the earlier quarter with as many working days left; on the last day: of its last day."""
    local = moment.astimezone(zone)
    wanted = working_days(calendar, local.date(), quarter.last_day)
    day, left = earlier.last_day, 0
    while left < wanted and day > earlier.first_day:
        left += calendar.is_working_day(day)
        day -= A_DAY
    return datetime.combine(day, local.time(), zone)
