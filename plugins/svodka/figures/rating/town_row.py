"""One entry of somebody else's figures document: does its value follow from its numerator and denominator."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from svodka.figures.document import exact_value, six_places

HALF = Fraction(1, 2_000_000)  # what rounding to six places may move


def wrong_value(row: Mapping[str, Any]) -> str | None:
    """Why the value cannot be of its sums, in Russian; None when it is theirs to six places.

    No value stands only where the denominator is 0, or too small for a change to be told (flag SMALL_N).
    """
    is_count, is_empty = row["denominator"] is None, row["denominator"] is not None and not int(row["denominator"])
    if row["value"] is None:
        is_told = is_count or not (is_empty or "SMALL_N" in row["flags"])
        return "значения нет, хотя числитель и знаменатель есть" if is_told else None
    if is_empty:
        return f"значение {row['value']} при знаменателе 0"
    exact = exact_value(row)
    assert exact is not None
    if row["value"] == six_places(exact) or (not is_count and row["unit"] != "%" and _is_mean(row, exact)):
        return None
    sums = row["numerator"] if is_count else f"{row['numerator']} / {row['denominator']}"
    return f"значение {row['value']} не следует из числителя и знаменателя ({sums} даёт {six_places(exact)})"


def _is_mean(row: Mapping[str, Any], exact: Fraction) -> bool:
    """The sum of a mean stands in the document with six places, so it was rounded once before it was divided again."""
    return abs(Fraction(row["value"]) - exact) <= HALF + HALF / int(row["denominator"])
