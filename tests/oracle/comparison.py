"""A figures document and the oracle's values, side by side: what differs, in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.oracle.figures import Key, Value

MEANS = {"I-01", "P-01", "A-06", "G-02"}
COUNTS = {"S-01", "S-01U"}
CHANGES = {"S-02", "S-02Y"}
SIX = Decimal("0.000001")


def differences(document: dict[str, Any], expected: dict[Key, Value]) -> list[str]:
    """One line a difference; empty when every value, slice and digit agrees."""
    actual = {
        (one["indicator"], *(one["slice"][d] for d in ("channel", "legal_regime", "block", "executor"))): one
        for one in document["values"]
    }
    found = [f"duplicate slices: {len(document['values'])} values, {len(actual)} keys"]
    found = found if len(actual) != len(document["values"]) else []
    found += [f"{key}: missing, expected {expected[key]}" for key in expected.keys() - actual.keys()]
    found += [f"{key}: not expected, {actual[key]}" for key in actual.keys() - expected.keys()]
    for key in expected.keys() & actual.keys():
        want, one = as_written(key[0], expected[key]), actual[key]
        got = (one["numerator"], one["denominator"], one["value"], one["n_unknown"], one["coverage"])
        if got != want:
            found.append(f"{key}: {got}, expected {want}")
    return found


def as_written(code: str, value: Value) -> tuple[str, str | None, str | None, int, str | None]:
    """Numerator, denominator, value, n_unknown, coverage as the document writes them."""
    if code in COUNTS:
        return str(value.numerator), None, six(value.numerator), value.n_unknown, None
    assert value.denominator is not None
    n = value.denominator
    numerator = six(value.numerator) if code in MEANS else str(value.numerator)
    is_null = n == 0 or (code in CHANGES and n < 5)
    quotient = None if is_null else six(value.numerator * (1 if code in MEANS else 100) / n)
    known = n + value.n_unknown
    return numerator, str(n), quotient, value.n_unknown, six(Fraction(n, known)) if known else None


def six(number: Fraction) -> str:
    with localcontext() as context:
        context.prec = 60
        return str((Decimal(number.numerator) / number.denominator).quantize(SIX, ROUND_HALF_UP))
