"""The production calendar as the warehouse knows it on a day: what every cut-off, gap, morning and term goes by."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from svodka.calendar import Correction, Override, WorkingCalendar, in_force
from svodka.production_calendar import CalendarYear
from svodka.warehouse.engine import run, use_marts


def calendar_known_on(conn: Connection, day: date) -> WorkingCalendar:
    """The days of dim_calendar with the rows of calendar_override known on the day, as terms are counted by them.

    What the installed package of `holidays` knows counts only after `svodka init` has put it into dim_calendar. Sets
    the search path of the facts, so that kept or tried days and corrections in temporary tables count as well.
    """
    use_marts(conn)
    return in_force(
        (
            Correction(row.day, row.known_from, Override(row.is_working, row.is_short, row.completes_year))
            for row in run(conn, "marts/calendar_corrections.sql")
        ),
        day,
        {
            row.year: CalendarYear(
                frozenset(row.days_off), frozenset(row.worked_weekends), frozenset(row.short_days), row.is_official
            )
            for row in run(conn, "figures/calendar_years.sql")
        },
    )
