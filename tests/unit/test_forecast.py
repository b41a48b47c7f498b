"""The arithmetic of the forecast: counted by hand, within its bounds, and exact when nothing is left to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.calendar import RUSSIA
from svodka.figures.forecast.arithmetic import NEW, Group, Present, Tally, outcome
from svodka.figures.forecast.days import days_left, like_moment
from svodka.figures.forecast.pace import pace_of
from svodka.figures.forecast.words import band
from svodka.figures.indicators import Indicator, catalogue
from svodka.period import Quarter
from tests.core_rows import ZONE

BY_CODE = {one.code: one for one in catalogue()}
LATE = BY_CODE["P-02"]
OPEN_IN_TERM = Group("open", (True, True))
OPEN_LATER = Group("open")
KINDS = [BY_CODE[code] for code in ("P-02", "S-01", "P-01", "P-06", "S-02", "P-04")]


def test_open_and_coming_messages_bring_what_such_brought_before() -> None:
    """50 are decided (5 late), 10 are open and count as late: of such 8 of 10 were answered in time; 20 more come, of
    such half fell due by the end and one in twenty was late."""
    present = Present(15, 60, {OPEN_IN_TERM: 10, Group("closed", (False, True)): 45}, Fraction(20))
    course = {
        OPEN_IN_TERM: Tally(10, -8, 0),
        Group("closed", (False, True)): Tally(40, 0, 0),
        NEW: Tally(40, 2, 20),
    }
    end = outcome(LATE, present, [course])
    assert end is not None
    assert (end.numerator, end.denominator) == (15 - 8 + 1, 60 + 10)
    assert end.low is not None and end.high is not None
    assert end.low < Fraction(8, 70) < end.high


def test_a_count_grows_by_the_messages_to_come() -> None:
    end = outcome(BY_CODE["S-01"], Present(100, 0, {}, Fraction(30)), [{NEW: Tally(50, 50, 0)}])
    assert end is not None and (end.numerator, end.denominator) == (130, 0)
    assert end.low is not None and 100 < end.low < 130


def test_the_band_holds_what_each_of_the_earlier_quarters_would_make_of_it() -> None:
    present = Present(40, 100, {OPEN_IN_TERM: 40})
    kept, missed = {OPEN_IN_TERM: Tally(1000, -1000, 0)}, {OPEN_IN_TERM: Tally(1000, 0, 0)}
    end = outcome(LATE, present, [kept, missed])
    assert end is not None and (end.numerator, end.low, end.high) == (20, 0, Fraction(2, 5))


def test_a_change_that_may_fall_has_a_minus_and_no_hyphen() -> None:
    forecast = SimpleNamespace(low=Fraction(-2213, 2), high=Fraction(1106), row={"denominator": None, "unit": ""})
    assert band(cast(Any, forecast)) == "от −1\u00a0107 до 1\u00a0106"


def test_nothing_to_learn_from_is_no_forecast() -> None:
    assert outcome(LATE, Present(1, 2), []) is None


groups = st.builds(Group, st.sampled_from(["open", "closed"]), st.tuples(st.booleans(), st.booleans())) | st.just(NEW)
tallies = st.integers(0, 500).flatmap(
    lambda n: st.builds(Tally, st.just(n), st.integers(-n, n), st.integers(-n, n))
)  # fmt: skip
courses = st.dictionaries(groups, tallies, max_size=8)
presents = st.builds(
    lambda parts, n, coming: Present(min(parts), max(parts), n, coming),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
    st.dictionaries(groups, st.integers(0, 10**5), max_size=8),
    st.fractions(0, 10**5, max_denominator=100),
)


@given(presents, st.lists(courses, min_size=1, max_size=4), st.sampled_from(KINDS))
def test_a_forecast_is_never_out_of_its_bounds(present: Present, learnt: list, one: Indicator) -> None:
    end = outcome(one, present, learnt)
    assert end is not None and end.denominator >= 0
    if one.kind != "change":
        assert end.numerator >= 0 and (end.low is None or end.low >= 0)
    if one.kind == "share" and not one.may_exceed_100:
        assert end.numerator <= end.denominator
        assert end.high is None or end.high <= 1
    if end.denominator and one.kind != "count":
        assert end.low is not None and end.high is not None
        assert end.low <= Fraction(end.numerator, end.denominator) <= end.high


@given(presents, st.lists(courses, min_size=1, max_size=4), st.sampled_from(KINDS))
def test_where_nothing_is_left_to_change_the_forecast_is_the_value(
    present: Present, learnt: list, one: Indicator
) -> None:
    over = replace(present, expected=Fraction(0))
    still = [{group: replace(tally, numerator=0, denominator=0) for group, tally in each.items()} for each in learnt]
    end = outcome(one, over, still)
    assert end is not None and (end.numerator, end.denominator) == (present.numerator, present.denominator)


@pytest.mark.parametrize(
    ("moment", "earlier", "expected"),
    [
        ("2026-09-30 12:00", "2026Q2", "2026-06-30 12:00"),  # the last day is like the last day
        ("2026-09-28 09:00", "2026Q2", "2026-06-28 09:00"),  # two working days left; of equals the last one
        ("2026-07-01 09:00", "2026Q1", "2026-01-01 09:00"),  # 65 left: more than Q1 has
    ],
)
def test_a_day_is_compared_with_the_one_that_had_as_many_working_days_left(
    moment: str, earlier: str, expected: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    like = like_moment(RUSSIA, Quarter(2026, 3), at, Quarter.parse(earlier), ZONE)
    assert f"{like:%Y-%m-%d %H:%M}" == expected


def test_days_left_count_the_rest_of_today() -> None:
    def left(moment: str) -> tuple[Fraction, Fraction]:
        at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        return days_left(RUSSIA, Quarter(2026, 3), at, ZONE)

    assert left("2026-09-30 12:00") == (Fraction(1, 2), 0)
    assert left("2026-09-27 12:00") == (3, Fraction(1, 2))  # a Sunday
    assert left("2026-10-01 00:00") == (0, 0)


def test_days_off_have_a_pace_of_their_own() -> None:
    """After the January holidays: two a working day, one a day off, however many of either the four weeks held."""
    at = datetime(2026, 1, 18, 23, 59, 59, 999999, tzinfo=ZONE)
    days = [at.date() - timedelta(days=back) for back in range(28)]
    came = {day: 2 if RUSSIA.is_working_day(day) else 1 for day in days}
    pace = pace_of(RUSSIA, Quarter(2026, 1), at, ZONE, came)
    assert (pace.a_working_day, pace.a_day_off, pace.seen) == (2, 1, sum(came.values()))
    left = days_left(RUSSIA, Quarter(2026, 1), at, ZONE)
    assert pace.expected == 2 * left.working + left.resting
