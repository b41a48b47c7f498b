"""The forecast of a running quarter: each indicator's numerator and denominator at its end, from the facts of today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import CalendarUnknown, WorkingCalendar
from svodka.figures.document import value_of
from svodka.figures.exclusion.journal import excluded_keys
from svodka.figures.forecast.arithmetic import Outcome, Present, outcome
from svodka.figures.forecast.courses import Standing, arrivals, can_be_forecast, standings
from svodka.figures.forecast.days import like_moment
from svodka.figures.forecast.pace import Pace, pace_of
from svodka.figures.indicators import Indicator
from svodka.figures.scan import Sums
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import run

EARLIER_QUARTERS = 4
Held = Callable[[Indicator, Quarter], bool]


@dataclass(frozen=True)
class Forecast:
    """What an indicator in total comes to.

    row: an entry of `values` of the figures document; low, high: bounds of its value (percent, unit or count); n_open:
    undecided messages of its population; pace: of those to come.
    """

    row: dict[str, Any]
    low: Fraction | None
    high: Fraction | None
    n_open: int
    pace: Pace
    learnt_from: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One quarter asked about at one moment, with what is needed to answer."""

    conn: Connection
    settings: Settings
    quarter: Quarter
    moment: datetime
    indicators: Sequence[Indicator]


def known_until(conn: Connection, settings: Settings, as_of: datetime) -> datetime:
    """Up to which moment the exports speak: what came later is not known, however long ago they were landed."""
    moment: datetime = run(
        conn, "figures/forecast_moment.sql", municipality=settings.municipality.oktmo, as_of=as_of
    ).scalar_one()
    return moment


def forecasts(asked: Question, held: Held) -> dict[str, Forecast]:
    """By code, for indicators of messages; empty for a quarter that is over or not begun, or without a calendar.

    held: does the warehouse hold the earlier quarter for the indicator? Facts are those of the search path; what they
    tell of the time after the moment is not known to the forecast.
    """
    zone, quarter = asked.settings.zone, asked.quarter
    t0, t1 = quarter.bounds(zone)
    if not t0 <= asked.moment < t1:
        return {}
    try:
        return _forecasts(asked, held, calendar_known_on(asked.conn, business_day(asked.moment, zone)))
    except CalendarUnknown:
        return {}


def _forecasts(asked: Question, held: Held, calendar: WorkingCalendar) -> dict[str, Forecast]:
    """The same, each earlier quarter seen from its own moment like this one."""
    zone, moment = asked.settings.zone, asked.moment
    members = [one for one in asked.indicators if can_be_forecast(one)]
    excluded = excluded_keys(asked.conn, asked.settings, moment)

    def seen(quarter: Quarter, at: datetime, of_it: Sequence[Indicator]) -> dict[str, Standing]:
        return standings(asked.conn, asked.settings, of_it, quarter, at, excluded)

    earlier = {}
    for quarter in (asked.quarter.shift(-back) for back in range(1, EARLIER_QUARTERS + 1)):
        if of_it := [one for one in members if held(one, quarter)]:
            earlier[quarter] = seen(quarter, like_moment(calendar, asked.quarter, moment, quarter, zone), of_it)
    if not earlier:
        return {}
    now, found = seen(asked.quarter, moment, members), {}
    came = arrivals(asked.conn, asked.settings, members, moment, excluded)
    for one in members:
        learnt = {str(quarter): known[one.code] for quarter, known in earlier.items() if one.code in known}
        standing, pace = now[one.code], pace_of(calendar, asked.quarter, moment, zone, came[one.code])
        counts = {group: tally.n for group, tally in standing.course.items()}
        at = Present(standing.numerator, standing.denominator, counts, pace.expected, pace.seen)
        end = outcome(one, at, [was.course for was in learnt.values()])
        if end is not None:
            found[one.code] = _told(one, end, at, pace, sorted(learnt), asked.settings)
    return found


def _told(one: Indicator, end: Outcome, at: Present, pace: Pace, learnt: Sequence[str], settings: Settings) -> Forecast:
    sums = Sums(one, (None, None, None, None), Decimal(end.numerator), end.denominator, 0, False)
    scale = Fraction(100) if one.unit == "%" else Fraction(1, one.divide_by)
    return Forecast(
        row=value_of(sums, settings, frozenset()),
        low=None if end.low is None else end.low * scale,
        high=None if end.high is None else end.high * scale,
        n_open=sum(n for group, n in at.n.items() if group.phase == "open"),
        pace=pace,
        learnt_from=tuple(learnt),
    )
