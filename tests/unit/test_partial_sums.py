"""An indicator's aggregates in two steps: over the rows of the finest groups, then over groups."""

from dataclasses import replace

import pytest

from svodka.figures.indicators import IndicatorError, catalogue
from svodka.figures.partial_sums import PartialSums


def compiled(
    expression: str, population: str | None = None, sums: PartialSums | None = None
) -> tuple[str, PartialSums]:
    """The expression rolled up, in lower case and one spelling; what it needs of the rows."""
    sums = sums or PartialSums(["channel", "block"])
    one = replace(catalogue()[0], file="x_01.sql", population=population, expressions={"numerator": expression})
    return sums.rolled_up(one, expression).replace("FILTER(", "FILTER (").lower(), sums


def test_a_count_becomes_a_sum_of_counts_that_is_never_null() -> None:
    rolled_up, sums = compiled("count(*) FILTER (WHERE in_reg)")
    assert rolled_up == "coalesce(sum(p0), 0)"
    assert sums.of_rows() == ["count(*) FILTER (WHERE in_reg) AS p0"]


def test_a_sum_stays_one_and_a_difference_keeps_its_sides() -> None:
    rolled_up, sums = compiled("sum(days) FILTER (WHERE in_reg) - count(a) FILTER (WHERE in_ans)")
    assert rolled_up == "coalesce(sum(p0), 0) - coalesce(sum(p1), 0)"
    assert sums.of_rows() == ["sum(days) FILTER (WHERE in_reg) AS p0", "count(a) FILTER (WHERE in_ans) AS p1"]


def test_what_two_indicators_share_is_counted_once_whatever_their_populations_of_dimensions() -> None:
    first, sums = compiled("count(*) FILTER (WHERE in_due AND is_late)", "channel = 'pos'")
    second, _ = compiled("count(*) FILTER (WHERE in_due\n  AND is_late)", "block = 'ЖКХ'", sums)
    assert (first, second) == (
        "coalesce(sum(p0) filter (where channel = 'pos'), 0)",
        "coalesce(sum(p0) filter (where block = 'жкх'), 0)",
    )
    assert sums.of_rows() == ["count(*) FILTER (WHERE in_due AND is_late) AS p0"]


def test_a_population_over_other_columns_is_asked_of_the_rows() -> None:
    rolled_up, sums = compiled("count(*) FILTER (WHERE in_reg OR in_ans)", "channel = 'pos' OR rating = 5")
    assert rolled_up == "coalesce(sum(p0), 0)"
    assert sums.of_rows() == ["count(*) FILTER (WHERE (channel = 'pos' OR rating = 5) AND (in_reg OR in_ans)) AS p0"]


def test_different_things_are_handed_on_and_the_shared_ones_counted_once() -> None:
    rolled_up, sums = compiled("count(DISTINCT case_key) FILTER (WHERE in_reg)")
    assert rolled_up == "(coalesce(sum(p0), 0) + count(distinct p0_value))"
    assert sums.of_rows() == ["array_agg(case_key) FILTER (WHERE (in_reg) AND case_key IS NOT NULL) AS p0"]
    assert "HAVING count(*) > 1" in sums.stacked("finest")


def test_a_sum_of_different_values_is_refused_by_file() -> None:
    with pytest.raises(IndicatorError, match=r"x_01\.sql: DISTINCT"):
        compiled("sum(DISTINCT days) FILTER (WHERE in_reg)")


@pytest.mark.parametrize(
    ("condition", "is_bounded"),
    [
        ("in_reg", True),
        ("is_late AND in_due", True),
        ("(in_reg OR was_open_before) AND is_repeat", True),
        ("in_reg OR is_repeat", False),
        ("NOT in_reg", False),
        ("NOT (in_reg AND in_ans)", False),
        ("is_repeat", False),
        ("is_worked_off AND rating = 5", False),
    ],
)
def test_only_a_condition_that_asks_for_a_cohort_may_leave_the_other_rows_unread(
    condition: str, is_bounded: bool
) -> None:
    _, sums = compiled(f"count(*) FILTER (WHERE {condition})")
    assert sums.ask_for_cohorts() is is_bounded
    _, with_another = compiled("count(*) FILTER (WHERE in_ans)", sums=sums)
    assert with_another.ask_for_cohorts() is is_bounded
