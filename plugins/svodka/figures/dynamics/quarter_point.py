"""One quarter's place in a series: what counts of computed and entered values, and the changes to a base (§10.1.11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from svodka.figures.document import exact_value, six_places
from svodka.figures.dynamics.history import HistoryValue
from svodka.figures.dynamics.history_row import is_as_written
from svodka.figures.indicators import Indicator
from svodka.period import Quarter

COMPUTED = "рассчитано"


@dataclass(frozen=True)
class Point:
    """One value of a series: exact, or None; `row` of the figures document or `entered` by hand, or both.

    `is_part`: the exports begin within the quarter, so the computed value is of a part of it.
    """

    quarter: Quarter
    value: Fraction | None
    origin: str | None
    row: Mapping[str, Any] | None
    entered: HistoryValue | None
    is_part: bool = False


def chosen(quarter: Quarter, row: Mapping[str, Any] | None, entered: HistoryValue | None, is_held: bool) -> Point:
    """Computed wins where the warehouse holds the quarter; a part of a quarter only where nobody has entered it."""
    has_row = row is not None and not is_empty(row)
    if row is not None and (is_held or (has_row and entered is None)):
        return Point(quarter, exact_value(row), COMPUTED, row, entered)
    if entered is not None:
        return Point(quarter, entered_value(entered), entered.origin, None, entered)
    return Point(quarter, None, None, None, None)


def is_empty(row: Mapping[str, Any]) -> bool:
    """A total of nothing: no record of the quarter anywhere."""
    return not (Fraction(row["numerator"]) or int(row["denominator"] or 0) or row["n_unknown"])


def change(one: Indicator, point: Point, base: Point, small_n: int) -> dict[str, Any]:
    """difference in the unit (percentage points for %), relative in % or None: of a per cent, a base 0 or small."""
    if point.value is None or base.value is None:
        return {"difference": None, "unit": _difference_unit(one), "relative": None}
    difference = point.value - base.value
    is_told = one.unit != "%" and base.value != 0 and not is_small(one, base, small_n)
    relative = difference / abs(base.value) * 100 if is_told else None
    return {"difference": six_places(difference), "unit": _difference_unit(one), "relative": optional_text(relative)}


def flags_of(one: Indicator, point: Point, small_n: int) -> list[str]:
    """The flags of a computed value; of an entered one whether few records stand behind it."""
    if point.row is not None:
        return list(point.row["flags"])
    return ["SMALL_N"] if one.kind != "count" and is_small(one, point, small_n) else []


def is_small(one: Indicator, base: Point, small_n: int) -> bool:
    """Fewer records than policy.small_n: the denominator, of a count the count; unknown ones are not called small."""
    if one.kind == "count":
        return base.value is not None and base.value < small_n
    if base.row is not None:
        return int(base.row["denominator"]) < small_n
    return base.entered is not None and base.entered.denominator is not None and base.entered.denominator < small_n


def _difference_unit(one: Indicator) -> str:
    return "п.п." if one.unit == "%" else one.unit


def sums_of(point: Point) -> dict[str, Any]:
    """Numerator and denominator of the value shown, None where it was entered without them; the definition's version
    where it was computed."""
    if point.row is not None:
        return {name: point.row[name] for name in ("numerator", "denominator", "version")}
    if point.origin is not None and point.entered is not None and point.entered.numerator is not None:
        denominator = point.entered.denominator
        return {
            "numerator": f"{point.entered.numerator.normalize():f}",
            "denominator": None if denominator is None else f"{denominator.normalize():f}",
            "version": None,
        }
    return {"numerator": None, "denominator": None, "version": None}


def disagreement(point: Point) -> dict[str, Any] | None:
    """What was entered for a quarter that the warehouse computes, where the two differ."""
    if point.row is None or point.entered is None:
        return None
    written, entered = point.entered.value, entered_value(point.entered)
    if point.value is None or written is None or entered is None:
        return None if point.value is entered else _told(point.entered, None)
    return None if is_as_written(point.value, written) else _told(point.entered, point.value - entered)


def _told(entered: HistoryValue, difference: Fraction | None) -> dict[str, Any]:
    return {
        "value": optional_text(entered_value(entered)),
        "origin": entered.origin,
        "difference": optional_text(difference),
    }


def entered_value(entered: HistoryValue) -> Fraction | None:
    return None if entered.value is None else Fraction(entered.value)


def optional_text(number: Fraction | None) -> str | None:
    return None if number is None else six_places(number)
