"""The production calendar of one year as it is in force: what terms, cut-offs, gaps and mornings go by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on


def year_calendar(conn: Connection, settings: Settings, year: int, now: datetime) -> dict[str, Any]:
    """JSON-able: whether the year is official, working days by quarter, days that are not as the week would have them,
    shortened days, our corrections, and the cut-offs of the reports made in the year (null while it is unknown)."""
    calendar = calendar_known_on(conn, business_day(now, settings.zone))
    rows = list(calendar.rows([year]))
    quarters = [Quarter(year, number) for number in (1, 2, 3, 4)]
    is_official = calendar.is_official(year)
    return {
        "year": year,
        "is_official": is_official,
        "working_days": sum(row.is_working for row in rows),
        "working_days_by_quarter": {
            str(quarter): sum(row.is_working for row in rows if Quarter.of(row.day) == quarter) for quarter in quarters
        },
        "working_weekends": [row.day.isoformat() for row in rows if row.is_working and row.day.weekday() >= 5],
        "days_off_in_the_week": [row.day.isoformat() for row in rows if not row.is_working and row.day.weekday() < 5],
        "short_days": [row.day.isoformat() for row in rows if row.is_short],
        "corrections": _corrections(calendar, year),
        "cutoffs": {
            str(quarter): calendar.cutoff(quarter, settings.zone).isoformat() if is_official else None
            for quarter in (one.previous for one in quarters)
        },
    }


def _corrections(calendar: WorkingCalendar, year: int) -> list[dict[str, Any]]:
    """The days of the year that our own table corrects."""
    days: list[date] = sorted(day for day in calendar.overrides if day.year == year)
    return [
        {"day": day.isoformat(), "is_working": one.is_working, "is_short": one.is_short}
        for day, one in ((day, calendar.overrides[day]) for day in days)
    ]
