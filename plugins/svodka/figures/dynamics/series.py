"""Series of an indicator over quarters (domain §10.1.11): computed where the warehouse holds the quarter, else entered
by hand, else nothing; with the changes to the previous quarter and to the same one a year ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import CalendarUnknown
from svodka.errors import UsageError
from svodka.figures import document
from svodka.figures.dynamics.history import known_values
from svodka.figures.dynamics.quarter_point import Point, change, chosen, disagreement, flags_of, optional_text, sums_of
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.quarter_figures import gaps_of
from svodka.figures.scan import Sums
from svodka.intake.coverage import enabled_channels
from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.engine import run

A_YEAR = 4


@dataclass(frozen=True)
class Span:
    """The quarters shown, the last of them `quarter`, and those before that are looked at for their changes alone.

    `given`: figures documents by quarter that the caller has computed already.
    """

    quarter: Quarter
    n_quarters: int
    n_before: int = A_YEAR
    given: Mapping[Quarter, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def looked_at(self) -> list[Quarter]:
        """Oldest first."""
        return [self.quarter.shift(-back) for back in range(self.n_quarters + self.n_before)][::-1]


def dynamics(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    n_quarters: int,
    code: str | None,
    as_of: datetime,
    is_past: bool = False,
) -> dict[str, Any]:
    """The series of `series_over` with all their changes: a year more is looked at than is shown."""
    return series_over(conn, settings, Span(quarter, n_quarters), code, as_of, is_past)


def series_over(
    conn: Connection,
    settings: Settings,
    span: Span,
    code: str | None,
    as_of: datetime,
    is_past: bool = False,
) -> dict[str, Any]:
    """quarter, as_of, quarters, running (not over at as_of), series: a total and the channels of each indicator.

    Facts are those of the caller's search path (`quarter_figures.use_facts`), known at `as_of`; values entered by
    hand are the newest ones unless `is_past`. Raises UsageError for an unknown indicator or no quarters.
    """
    known_on = business_day(as_of, settings.zone)
    indicators = _asked(span.quarter, span.n_quarters, code, known_on)
    looked_at, n_quarters = span.looked_at, span.n_quarters
    tables = {str(one): _table(_document(conn, settings, span, one, as_of), indicators) for one in looked_at}
    entered = known_values(conn, settings, looked_at, as_of if is_past else None)
    since = covered_since(conn, settings, as_of)

    def point(one: Indicator, channel: str | None, each: Quarter) -> Point:
        row = tables[str(each)].get((one.code, channel))
        is_held = each.first_day <= known_on and holds(one, channel, each, since)
        if row is None and is_held:  # the document leaves empty groups out
            row = nothing(one, channel, settings)
        part = row is not None and any(begins_within(one, channel, told, since) for told in told_of(one, each))
        return replace(chosen(each, row, entered.get((one.code, channel, str(each))), is_held), is_part=part)

    series = []
    for indicator, channel in _groups(indicators, tables.values(), entered):
        points = [point(indicators[indicator], channel, each) for each in looked_at]
        series.append(_series(indicators[indicator], channel, points, n_quarters, settings.policy.small_n))
    return {
        "quarter": str(span.quarter),
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "quarters": [str(one) for one in looked_at[-n_quarters:]],
        "running": [str(one) for one in looked_at[-n_quarters:] if one.last_day >= known_on],
        "series": series,
    }


def _asked(quarter: Quarter, n_quarters: int, code: str | None, known_on: date) -> dict[str, Indicator]:
    if not 1 <= n_quarters <= 40:
        raise UsageError(f"Кварталов {n_quarters}: ожидается от 1 до 40.")
    asked = code and code.strip().upper()
    indicators = {one.code: one for one in in_force(quarter.first_day, known_on) if asked in (None, one.code)}
    if not indicators:
        raise UsageError(f"Нет показателя {code} в {quarter}. Список: svodka figures {quarter}.")
    return indicators


def _groups(
    indicators: Mapping[str, Indicator],
    tables: Iterable[Mapping[tuple[str, str | None], Any]],
    entered: Iterable[tuple[str, str | None, str]],
) -> list[tuple[str, str | None]]:
    """Indicator and channel (None: all) of everything computed or entered, in the order of the report."""
    keys = {key for table in tables for key in table}
    keys |= {(code, channel) for code, channel, _ in entered if code in indicators}
    return sorted(keys, key=lambda key: (indicators[key[0]].order, key[1] or ""))


def covered_since(conn: Connection, settings: Settings, as_of: datetime) -> dict[str, date]:
    """Channel → the day from which on exports cover it; a channel that has never sent anything is not there."""
    found = run(conn, "figures/covered_since.sql", municipality=settings.municipality.oktmo, as_of=as_of)
    return {row.channel: row.covered_since for row in found}


def holds(one: Indicator, channel: str | None, quarter: Quarter, since: Mapping[str, date]) -> bool:
    """Do the exports that the value needs reach back to the quarter's first day? Channels never seen do not count."""
    needed = [day for name, day in since.items() if one.needs(name) and channel in (None, name)]
    return bool(needed) and max(needed) <= quarter.first_day


def told_of(one: Indicator, quarter: Quarter) -> list[Quarter]:
    """The quarters of which a value tells: a change also of the one that it is counted from."""
    if one.kind != "change":
        return [quarter]
    is_to_year_ago = any("in_year_ago" in sql for sql in one.expressions.values())
    return [quarter, quarter.year_ago if is_to_year_ago else quarter.previous]


def begins_within(one: Indicator, channel: str | None, quarter: Quarter, since: Mapping[str, date]) -> bool:
    """Whether exports that the value needs begin after the quarter's first day: what is computed is a part of it."""
    needed = [day for name, day in since.items() if one.needs(name) and channel in (None, name)]
    return bool(needed) and max(needed) > quarter.first_day


def nothing(one: Indicator, channel: str | None, settings: Settings) -> dict[str, Any]:
    """The row of a group in which nothing happened."""
    return document.value_of(Sums(one, (channel, None, None, None), Decimal(0), 0, 0, False), settings, frozenset())


def _document(conn: Connection, settings: Settings, span: Span, quarter: Quarter, as_of: datetime) -> Mapping[str, Any]:
    """The figures document of a quarter, of which only totals and channels are wanted."""
    if quarter in span.given:
        return span.given[quarter]
    try:
        gaps = gaps_of(conn, settings, quarter, as_of)
    except CalendarUnknown:  # of a year before the calendars: nobody knows on which days exports were due
        gaps = set(enabled_channels(settings))
    return document.compute(conn, quarter, settings, as_of, gaps, within=("channel",))


def _table(
    figures: Mapping[str, Any], indicators: Mapping[str, Indicator]
) -> dict[tuple[str, str | None], Mapping[str, Any]]:
    """Totals and channels of a quarter, as far as there is anything in them."""
    found = {}
    for row in figures["values"]:
        where = row["slice"]
        if row["indicator"] in indicators and not (where["legal_regime"] or where["block"] or where["executor"]):
            found[row["indicator"], where["channel"]] = row
    return found


def _series(
    one: Indicator, channel: str | None, points: Sequence[Point], n_quarters: int, small_n: int
) -> dict[str, Any]:
    unknown = Point(points[0].quarter.previous, None, None, None, None)  # before the first that was looked at
    shown = []
    for place in range(len(points) - n_quarters, len(points)):
        point = points[place]
        previous, year_ago = (points[place - back] if place >= back else unknown for back in (1, A_YEAR))
        shown.append(
            {
                "period": str(point.quarter),
                "value": optional_text(point.value),
                **sums_of(point),
                "origin": point.origin,
                "is_partial": point.is_part and point.row is not None and point.value is not None,
                "flags": flags_of(one, point, small_n),
                "to_previous": change(one, point, previous, small_n),
                "to_year_ago": change(one, point, year_ago, small_n),
                "entered": disagreement(point),
            }
        )
    return {"indicator": one.code, "title": one.title, "unit": one.unit, "channel": channel, "points": shown}
