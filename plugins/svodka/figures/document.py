"""The figures document (design §11): sums → decimal strings and flags. Division and rounding happen here, once."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from svodka.figures.indicators import in_force
from svodka.figures.scan import DIMENSIONS, Sums, run_scans
from svodka.period import Quarter
from svodka.settings import Settings

SCHEMA = "svodka/figures/1"


def compute(
    conn: Connection, quarter: Quarter | str, settings: Settings, as_of: datetime, gaps: Set[str] = frozenset()
) -> dict[str, Any]:
    """All values of a quarter from fct_message and fct_page_week of the caller's search path.

    `gaps`: channels whose exports do not cover the quarter; `as_of` also chooses the indicator definitions.
    """
    if isinstance(quarter, str):
        quarter = Quarter.parse(quarter)
    known_on = as_of.astimezone(settings.zone).date()
    indicators = in_force(quarter.first_day, known_on)
    sums = sorted(run_scans(conn, indicators, bounds(quarter, settings)), key=_order)
    return {
        "schema": SCHEMA,
        "municipality": settings.municipality.oktmo,
        "period": str(quarter),
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "edition": None,
        "values": [value_of(one, settings, gaps) for one in sums],
    }


def bounds(quarter: Quarter, settings: Settings) -> dict[str, Any]:
    """The parameters that the facts of sql/marts/*_in_quarter.sql may name."""
    t0, t1 = quarter.bounds(settings.zone)
    year_ago_t0, year_ago_t1 = quarter.year_ago.bounds(settings.zone)
    return {
        "municipality": settings.municipality.oktmo,
        "timezone": settings.timezone,
        "t0": t0,
        "t1": t1,
        "previous_t0": quarter.previous.bounds(settings.zone)[0],
        "year_ago_t0": year_ago_t0,
        "year_ago_t1": year_ago_t1,
        "first_day": quarter.first_day,
        "last_day": quarter.last_day,
        "last_30_days": quarter.next.first_day.fromordinal(quarter.next.first_day.toordinal() - 30),
    }


def value_of(sums: Sums, settings: Settings, gaps: Set[str]) -> dict[str, Any]:
    """One entry of `values`."""
    one, denominator = sums.indicator, sums.denominator
    numerator = Fraction(sums.numerator) / one.divide_by
    value: Fraction | None
    if one.kind == "count":
        value = numerator
    elif denominator == 0 or (one.kind == "change" and denominator < settings.policy.small_n):
        value = None
    else:
        value = numerator / denominator * (1 if one.kind == "mean" else 100)
    known = denominator + sums.n_unknown
    coverage = Fraction(denominator, known) if known and one.kind != "count" else None
    return {
        "indicator": one.code,
        "version": one.version,
        "slice": dict(zip(DIMENSIONS, sums.slice, strict=True)),
        "numerator": six_places(numerator) if one.kind == "mean" else str(numerator),
        "denominator": None if one.kind == "count" else str(denominator),
        "value": None if value is None else six_places(value),
        "unit": one.unit,
        "n_unknown": sums.n_unknown,
        "coverage": None if coverage is None else six_places(coverage),
        "flags": _flags(sums, coverage, settings, gaps),
    }


def six_places(number: Fraction) -> str:
    """A decimal string with six places, rounded half up by size (−0.0000005 → −0.000001)."""
    millionths = (abs(number.numerator) * 2_000_000 + number.denominator) // (2 * number.denominator)
    sign = "-" if number < 0 and millionths else ""
    return f"{sign}{millionths // 1_000_000}.{millionths % 1_000_000:06d}"


def _flags(sums: Sums, coverage: Fraction | None, settings: Settings, gaps: Set[str]) -> list[str]:
    one, channel = sums.indicator, sums.slice[0]
    flags = {
        "SMALL_N": one.kind != "count" and sums.denominator < settings.policy.small_n,
        "LOW_COVERAGE": coverage is not None and coverage < Fraction(str(settings.policy.low_coverage)),
        "INCOMPLETE": any(one.needs(gap) and channel in (None, gap) for gap in gaps),
        "CLOCK_SOURCE": sums.is_clock_from_source,
    }
    return [name for name, holds in flags.items() if holds]


def _order(sums: Sums) -> tuple[Any, ...]:
    """By indicator; then the total, single dimensions in their order, pairs; then by name."""
    given = tuple(value is not None for value in sums.slice)
    return (*sums.indicator.order, sum(given), tuple(not one for one in given), tuple(v or "" for v in sums.slice))
