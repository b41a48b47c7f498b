"""How an indicator stands: the exact value against its target, the move since the quarter before, and honest «н/д»."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.standing import ARROWS, MARKS, Standing, rounded, signed, standings
from tests import report_history as history
from tests import report_sample as sample


def stands(
    row: dict[str, Any],
    earlier: dict[str, Any] | None,
    direction: str = "lower",
    kind: str = "share",
    **told: Any,
) -> Standing:
    """The standing of one total whose quarter before was `earlier`."""
    points = [history.point("2026Q2", earlier), history.point("2026Q3", row)]
    one = {"indicator": row["indicator"], "title": "…", "unit": row["unit"], "channel": None, "points": points}
    trend = {"quarters": ["2026Q2", "2026Q3"], "running": [], "series": [one]}
    catalogue = [sample.Text(row["indicator"], "…", row["unit"], direction, kind=kind)]
    told = {"trend": trend, "targets": history.TARGETS} | told
    return standings(history.content(sample.document(values=[row]), told, catalogue=catalogue))[row["indicator"]]


COUNT, GAP = sample.value("S-01", "10", None, "ед."), {"flags": ["INCOMPLETE"]}


def share(numerator: str, denominator: str = "1000", code: str = "S-03", **more: Any) -> dict[str, Any]:
    return sample.value(code, numerator, denominator, "%", **more)


def test_the_sample_stands_as_a_reader_would_say():
    found = standings(history.content(told=history.told()))
    assert {code: (one.light, one.target_words, one.arrow, one.is_better, one.change_words)
            for code, one in found.items()} == {
        "S-01": ("none", "не установлена", "up", None, "больше: +34 ед. ко II кварталу 2026"),
        "S-03": ("missed", "не больше 0 %", "down", True, "лучше: −2,5 п.п. ко II кварталу 2026"),
        "S-04": ("met", "не меньше 5,5 %", "same", None, "без изменений ко II кварталу 2026"),
        "I-01": ("none", "не установлена", "down", True, "лучше: −0,1 ч ко II кварталу 2026"),
        "P-01": ("missed", "не больше 8 дн.", "up", False, "хуже: +13,7 дн. ко II кварталу 2026"),
        "A-06": ("no_data", "не больше 30 дн.", "none", None, "н/д"),
    }  # fmt: skip
    assert (found["S-03"].mark, found["S-03"].arrow_mark, found["S-03"].words) == ("✗", "↓", "цель не достигнута")


def test_each_light_and_each_arrow_has_a_shape_of_its_own():
    assert len(set(MARKS.values())) == len(MARKS) and len(set(ARROWS.values())) == len(ARROWS)


@pytest.mark.parametrize(("numerator", "light"), [("0", "met"), ("1", "missed")])
def test_a_value_that_is_only_shown_as_its_target_misses_it(numerator, light):
    assert stands(share(numerator, "9999"), None).light == light, "1 of 9999 is shown as 0,0 %"


@pytest.mark.parametrize(
    ("direction", "numerator", "arrow", "is_better", "words"),
    [
        ("lower", "132", "down", True, "лучше: −1,8 п.п. ко II кварталу 2026"),
        ("lower", "168", "up", False, "хуже: +1,8 п.п. ко II кварталу 2026"),
        ("higher", "132", "down", False, "хуже: −1,8 п.п. ко II кварталу 2026"),
        ("higher", "168", "up", True, "лучше: +1,8 п.п. ко II кварталу 2026"),
        ("neutral", "132", "down", None, "меньше: −1,8 п.п. ко II кварталу 2026"),
        ("lower", "150", "same", None, "без изменений ко II кварталу 2026"),
    ],
)
def test_the_direction_decides_what_is_better(direction, numerator, arrow, is_better, words):
    found = stands(share(numerator), share("150"), direction)
    assert (found.arrow, found.is_better, found.change_words) == (arrow, is_better, words)


def test_what_would_be_shown_as_no_change_is_none():
    found = stands(share("1", "10000"), share("2", "10000"))
    assert (found.arrow, found.is_better) == ("same", None)


@pytest.mark.parametrize(
    ("row", "earlier", "words"),
    [
        (share("1"), None, "н/д: нет данных за II квартал 2026"),
        (share("0", "0"), share("150"), "н/д"),
        (share("1", "4", flags=("SMALL_N",)), share("150"), "н/д: мало записей"),
        (share("1"), share("1", "4", flags=("SMALL_N",)), "н/д: мало записей за II квартал 2026"),
        (share("1"), share("150") | {"version": 2}, "н/д: формула изменилась"),
        (COUNT, COUNT | {"is_partial": True}, "н/д: II квартал 2026 — неполный"),
        (share("1"), share("150") | {"is_partial": True}, "н/д: II квартал 2026 — неполный"),
        (COUNT, COUNT | GAP, "н/д: неполные данные за II квартал 2026"),
        (COUNT | GAP, COUNT, "н/д: неполные данные за этот квартал"),
    ],
)
def test_what_cannot_be_compared_says_why(row, earlier, words):
    found = stands(row, earlier)
    assert (found.arrow, found.arrow_mark, found.is_better, found.change_words) == ("none", "—", None, words)


def test_two_quarters_with_a_gap_and_shares_with_one_are_compared():
    assert stands(COUNT | GAP, COUNT | GAP).arrow == "same"
    assert stands(share("150"), share("150") | GAP).arrow == "same"


def test_a_few_records_are_not_judged():
    found = stands(share("1", "4", flags=("SMALL_N",)), None)
    assert (found.light, found.words, found.target_words) == ("few", "мало записей, не оценивается", "не больше 0 %")
    assert found.verdict == found.words
    assert stands(share("1", "4", code="S-01", flags=("SMALL_N",)), None).light == "none", "without a target it is said"


def test_a_verdict_in_prose_names_the_target():
    assert stands(share("1"), None).verdict == "цель (не больше 0 %) не достигнута"
    assert stands(share("0"), None).verdict == "цель (не больше 0 %) достигнута"
    assert stands(COUNT, None).verdict == "цель не установлена"


def test_a_change_has_no_change_of_its_own():
    row = share("12", "100", code="S-02")
    assert stands(row, share("5", "100", code="S-02")).arrow == "up"
    found = stands(row, share("5", "100", code="S-02"), kind="change")
    assert (found.arrow, found.is_better, found.change_words) == ("none", None, "—")


def test_a_nought_of_channels_that_sent_nothing_is_no_data():
    content = history.content(sample.document(values=[COUNT | {"numerator": "0", "value": "0"}]), history.told())
    gone = [replace(state, newest_export=date(2026, 6, 30)) for state in content.states]
    assert standings(content)["S-01"].arrow == "down"
    found = standings(replace(content, states=gone))["S-01"]
    assert (found.light, found.arrow, found.change_words) == ("no_data", "none", "н/д")


def test_a_value_entered_by_hand_without_its_sums_is_compared():
    entered = {"value": "10.000000", "numerator": None, "denominator": None, "version": None, "flags": []}
    assert stands(share("150"), entered).change_words == "хуже: +5,0 п.п. ко II кварталу 2026"


def test_counts_of_a_part_of_a_quarter_are_not_compared_but_shares_are():
    document = sample.document()
    trend = history.trend(document, running=("2026Q3",))
    found = standings(history.content(document, history.told(trend=trend)))
    assert found["S-01"].change_words == "н/д: данные не до конца квартала"
    assert found["S-03"].arrow == "down"


def test_only_the_total_of_the_quarter_before_counts():
    document = sample.document()
    trend = copy.deepcopy(history.trend(document))
    trend["series"].reverse()  # the channel of S-01 comes first
    found = standings(history.content(document, history.told(trend=trend)))
    assert found["S-01"].change_words == "больше: +34 ед. ко II кварталу 2026"
    document = sample.document(period="2026Q4")
    found = standings(history.content(document, history.told()))
    assert found["S-01"].change_words == "без изменений к III кварталу 2026", "the last point is the quarter before"


@pytest.mark.parametrize("told", [None, {"excluded": []}])
def test_an_edition_that_kept_neither_history_nor_targets_says_so(told):
    found = standings(history.content(told=told))
    assert {(one.light, one.arrow, one.change_words) for one in found.values()} == {("none", "none", "н/д")}
    assert {one.words for one in found.values()} == {"цель не сохранена с редакцией"}


@given(st.fractions(-(10**12), 10**12), st.integers(0, 3))
def test_rounding_is_half_up_by_size_and_symmetric(exact: Fraction, places: int):
    found = rounded(exact, places)
    assert rounded(-exact, places) == -found
    assert abs(Fraction(found) - exact) * 2 * 10**places <= 1
    assert abs(Fraction(found)) - abs(exact) > Fraction(-1, 2 * 10**places), "a half goes away from zero"


@given(st.decimals(-(10**9), 10**9, places=1))
def test_signed_numbers_can_be_read_back(number: Decimal):
    text = signed(number).replace("\u00a0", "").replace(",", ".").replace("−", "-")
    assert Decimal(text) == number and signed(number)[0] in "+−"
