"""The figures and terms equal those worked out by hand in tests/cases, and every case can fail."""

from dataclasses import replace
from decimal import Decimal

import pytest

from svodka.figures.indicators import catalogue
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.case_files import Case, read_cases
from tests.case_warehouse import differences, measure, measure_apart, put_cases
from tests.core_rows import make_marts

CASES = read_cases()


def made_wrong(case: Case) -> Case:
    """The case with its first number a little different."""
    if case.refused:
        return replace(case, refused=case.refused + 1)
    if not case.expected:
        first = case.terms[0]
        name = list(first)[1]
        return replace(case, terms=[first | {name: "2020-01-01" if first[name] is None else None}])
    first = case.expected[0]
    return replace(case, expected=[replace(first, numerator=(first.numerator or Decimal(0)) + 1)])


def test_figures_are_as_worked_out_by_hand(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        put_cases(conn, [case for case in CASES if not case.is_apart])
        make_marts(conn, settings)
        measured = [(measure_apart if case.is_apart else measure)(conn, settings, case) for case in CASES]
    lines = [line for case, one in zip(CASES, measured, strict=True) for line in differences(case, one)]
    assert not lines, "\n".join(lines)
    blind = [case.place for case, one in zip(CASES, measured, strict=True) if not differences(made_wrong(case), one)]
    assert not blind, "these cases would not notice a wrong figure"


@pytest.mark.parametrize("code", sorted({one.code for one in catalogue()}))
def test_every_indicator_has_three_cases(code: str) -> None:
    own = [case for case in CASES if case.municipality.split()[0] == code]
    assert len(own) >= 3, f"tests/cases/{code}.yml: {len(own)}"
    assert all(code in case.indicators for case in own)


def test_every_situation_that_turns_a_figure_is_among_the_cases() -> None:
    expected = [one for case in CASES for one in case.expected]
    shares = [one for one in expected if one.denominator is not None]
    assert any(one.denominator == 0 and one.value is None for one in shares)
    assert any(one.n_unknown and one.denominator == 0 for one in shares)
    assert {flag for one in expected for flag in one.flags} == {
        "SMALL_N", "LOW_COVERAGE", "INCOMPLETE", "CLOCK_SOURCE"
    }  # fmt: skip
    assert any(one.is_absent for one in expected)
    assert {len([part for part in one.slice if part]) for one in expected} == {0, 1, 2}
