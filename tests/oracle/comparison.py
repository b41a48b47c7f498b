"""A figures document and the oracle's values, side by side: what differs, in words."""

from __future__ import annotations

from collections.abc import Set
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.oracle.values import Key, Value

MEANS = {"I-01", "P-01", "A-06", "G-02"}
COUNTS = {"S-01", "S-01U"}
CHANGES = {"S-02", "S-02Y"}
SIX = Decimal("0.000001")
SMALL_N, LOW_COVERAGE = 5, Fraction(8, 10)
CHANNELS = {"I": ["incident"], "P": ["pos"], "G": ["pages"], "A": ["pos", "reception", "sed", "journals", "appeals"],
            "S": ["incident", "pos", "reception", "sed", "journals", "appeals"]}  # fmt: skip
ALL_CHANNELS = {"I-06": "S"}  # quality of answers is no matter of one channel, whatever its letter


def differences(document: dict[str, Any], expected: dict[Key, Value], gaps: Set[str] | None = None) -> list[str]:
    """One line a difference; empty when every value, slice and digit agrees, and the flags where `gaps` are told."""
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
        if gaps is not None and one["flags"] != flags_of(key, expected[key], gaps):
            found.append(f"{key}: flags {one['flags']}, expected {flags_of(key, expected[key], gaps)}")
    return found


def flags_of(key: Key, value: Value, gaps: Set[str]) -> list[str]:
    """Domain §10.1.7, §10.1.8, §10.3 (I-01), F05; `gaps`: channels whose exports do not cover the quarter."""
    code, n, channel = key[0], value.denominator, key[1]
    asked = 0 if n is None else n + value.n_unknown
    flags = {
        "SMALL_N": n is not None and n < SMALL_N,
        "LOW_COVERAGE": n is not None and asked > 0 and Fraction(n, asked) < LOW_COVERAGE,
        "INCOMPLETE": any(gap in CHANNELS[ALL_CHANNELS.get(code, code[0])] and channel in (None, gap) for gap in gaps),
        "CLOCK_SOURCE": value.is_clock_ready,
    }
    return [name for name, holds in flags.items() if holds]


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
