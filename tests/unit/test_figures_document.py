"""Division, rounding and flags of one value of the figures document."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.figures.document import six_places, value_of
from svodka.figures.indicators import catalogue
from svodka.figures.scan import Sums

SETTINGS = SimpleNamespace(policy=SimpleNamespace(small_n=5, low_coverage=0.8))
BY_CODE = {one.code: one for one in catalogue()}
TOTAL = (None, None, None, None)


def value(code: str, numerator: object, denominator: int = 0, unknown: int = 0, slice_=TOTAL, gaps=frozenset(), **more):
    sums = Sums(BY_CODE[code], slice_, Decimal(str(numerator)), denominator, unknown, more.get("clock", False))
    return value_of(sums, SETTINGS, gaps)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0.000000"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(-2, 3), "-0.666667"),
        (Fraction(1, 2_000_000), "0.000001"),
        (Fraction(-1, 2_000_000), "-0.000001"),
        (Fraction(-1, 2_000_001), "0.000000"),
        (Fraction(4_999_999, 10_000_000_000_000), "0.000000"),
        (Fraction(100), "100.000000"),
    ],
)
def test_six_places_half_up_by_size(number: Fraction, text: str) -> None:
    assert six_places(number) == text


@given(st.fractions(max_denominator=10**6, min_value=-(10**6), max_value=10**6))
def test_six_places_equals_decimal_rounding(number: Fraction) -> None:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    # Decimal itself divides with 28 digits: enough here, so only the sign of a zero differs
    assert six_places(number) == str(rounded).replace("-0.000000", "0.000000")


def test_a_count_has_no_denominator() -> None:
    one = value("S-01", 3)
    assert (one["numerator"], one["denominator"], one["value"], one["coverage"]) == ("3", None, "3.000000", None)
    assert one["flags"] == []


def test_a_share_of_nothing_has_no_value() -> None:
    one = value("P-02", 0)
    assert (one["numerator"], one["denominator"], one["value"], one["coverage"]) == ("0", "0", None, None)


def test_a_mean_is_divided_once_from_exact_seconds() -> None:
    one = value("I-01", 3601 + 7202 + 1, 3)
    assert (one["numerator"], one["value"], one["unit"]) == ("3.001111", "1.000370", "ч")
    assert value("P-01", 86400 * 68, 3)["numerator"] == "68.000000"
    assert value("G-02", Decimal("90") * 720720, 1)["value"] == "100.000000"


def test_a_change_from_few_is_not_told() -> None:
    assert value("S-02", -2, 4)["value"] is None
    assert value("S-02", -2, 6)["value"] == "-33.333333"


@pytest.mark.parametrize(("denominator", "flags"), [(0, ["SMALL_N"]), (4, ["SMALL_N"]), (5, [])])
def test_small_n_is_flagged(denominator: int, flags: list[str]) -> None:
    assert value("P-02", 0, denominator)["flags"] == flags


@pytest.mark.parametrize(("unknown", "coverage", "is_low"), [(0, "1.000000", False), (2, "0.800000", False),
                                                             (3, "0.727273", True)])  # fmt: skip
def test_low_coverage_is_flagged(unknown: int, coverage: str, is_low: bool) -> None:
    one = value("S-05", 1, 8, unknown)
    assert (one["coverage"], "LOW_COVERAGE" in one["flags"]) == (coverage, is_low)


@pytest.mark.parametrize(
    ("code", "slice_", "is_incomplete"),
    [
        ("P-02", TOTAL, True),
        ("S-01", TOTAL, True),
        ("S-01", ("pos", None, None, None), True),
        ("S-01", ("pos", None, "Дороги", None), True),
        ("S-01", ("sed", None, None, None), False),
        ("S-01", (None, "OPEN_SOURCE", None, None), True),
        ("I-01", TOTAL, False),
        ("G-02", TOTAL, False),
    ],
)
def test_a_gap_of_pos_makes_incomplete_what_needs_it(code: str, slice_: tuple, is_incomplete: bool) -> None:
    assert ("INCOMPLETE" in value(code, 9, 9, slice_=slice_, gaps={"pos"})["flags"]) == is_incomplete


def test_a_ready_duration_is_flagged() -> None:
    assert value("I-01", 3600, 9, clock=True)["flags"] == ["CLOCK_SOURCE"]
