"""The figures document (design §11): sums → decimal strings and flags. Division and rounding happen here, once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from svodka.figures.answer_marks import marked_answers
from svodka.figures.exclusion.journal import excluded_keys
from svodka.figures.facts import DIMENSIONS
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.scan import Sums, run_scans
from svodka.period import Quarter
from svodka.settings import Settings

SCHEMA = "svodka/figures/1"


def compute(
    conn: Connection,
    quarter: Quarter | str,
    settings: Settings,
    as_of: datetime,
    gaps: Set[str] = frozenset(),
    definitions: Sequence[Indicator] | None = None,
    within: Collection[str] = DIMENSIONS,
) -> dict[str, Any]:
    """All values of a quarter from fct_message and fct_page_week of the caller's search path.

    `gaps`: channels whose exports do not cover the quarter; `as_of` also chooses the indicator definitions,
    unless `definitions` are given. `within`: only slices by these dimensions, and the totals.
    """
    if isinstance(quarter, str):
        quarter = Quarter.parse(quarter)
    known_on = as_of.astimezone(settings.zone).date()
    indicators = in_force(quarter.first_day, known_on) if definitions is None else definitions
    sums = sorted(run_scans(conn, indicators, parameters(conn, quarter, settings, as_of), within), key=order_of)
    return {
        "schema": SCHEMA,
        "municipality": settings.municipality.oktmo,
        "period": str(quarter),
        "as_of": as_of.astimezone(settings.zone).isoformat(),
        "edition": None,
        "values": [value_of(one, settings, gaps) for one in sums],
    }


def parameters(conn: Connection, quarter: Quarter, settings: Settings, as_of: datetime) -> dict[str, Any]:
    """Everything that the facts of sql/marts/*_in_quarter.sql may name: the bounds, and what is decided by `as_of`."""
    known = bounds(quarter, settings)
    marked = marked_answers(conn, settings, known["t0"], known["t1"], as_of)
    return known | {"excluded": excluded_keys(conn, settings, as_of)} | marked


def bounds(quarter: Quarter, settings: Settings) -> dict[str, Any]:
    """The parameters that the facts of sql/marts/*_in_quarter.sql may name, when no message is excluded or marked."""
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
        "excluded": [],
        "marked": [],
        "marked_good": [],
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


def exact_value(row: Mapping[str, Any]) -> Fraction | None:
    """The value of an entry of `values` before it was rounded, from its sums; None where the document says null.

    Numerators of means stand there with six places, so a mean is exact to half a millionth of its unit.
    """
    if row["value"] is None:
        return None
    numerator = Fraction(row["numerator"])
    if row["denominator"] is None:
        return numerator
    return numerator / Fraction(row["denominator"]) * (100 if row["unit"] == "%" else 1)


def by_place(document: Mapping[str, Any]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """The entries of `values` by indicator, version and slice (in the order of DIMENSIONS)."""
    return {
        (value["indicator"], value["version"], *(value["slice"][name] for name in DIMENSIONS)): value
        for value in document["values"]
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


def order_of(sums: Sums) -> tuple[Any, ...]:
    """By indicator; then the total, single dimensions in their order, pairs; then by name."""
    given = tuple(value is not None for value in sums.slice)
    return (*sums.indicator.order, sum(given), tuple(not one for one in given), tuple(v or "" for v in sums.slice))
