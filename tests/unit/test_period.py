"""Quarters and business days: parsing, neighbours, half-open bounds in the business timezone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.errors import UsageError
from svodka.period import Quarter, business_day, end_of_day

ZONE = ZoneInfo("Asia/Yekaterinburg")
QUARTERS = st.builds(Quarter, st.integers(2000, 2100), st.integers(1, 4))


@given(QUARTERS)
def test_a_quarter_is_read_as_it_is_written(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.parse(f" {str(quarter).lower()} ") == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026Q0", "2026Q5", "26Q3", "2026-Q3", "2026Q33", "Q3 2026"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="ожидается, например, 2026Q3"):
        Quarter.parse(text)


@given(QUARTERS)
def test_quarters_follow_each_other_without_a_hole(quarter: Quarter) -> None:
    assert (quarter.next.first_day - quarter.last_day).days == 1
    assert quarter.next.previous == quarter < quarter.next
    assert quarter.bounds(ZONE)[1] == quarter.next.bounds(ZONE)[0]
    assert quarter.year_ago.first_day == quarter.first_day.replace(year=quarter.year - 1)
    assert quarter.shift(4).year_ago == quarter


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    assert Quarter.of(day).first_day <= day <= Quarter.of(day).last_day


def test_bounds_are_local_midnights() -> None:
    t0, t1 = Quarter.parse("2026Q3").bounds(ZONE)
    assert t0 == datetime(2026, 6, 30, 19, tzinfo=UTC)
    assert t1 == datetime(2026, 9, 30, 19, tzinfo=UTC)


def test_a_business_day_is_a_local_date() -> None:
    assert business_day(datetime(2026, 9, 30, 18, 59, 59, tzinfo=UTC), ZONE) == date(2026, 9, 30)
    assert business_day(datetime(2026, 9, 30, 19, tzinfo=UTC), ZONE) == date(2026, 10, 1)
    assert end_of_day(date(2026, 9, 30), ZONE) == datetime(2026, 9, 30, 18, 59, 59, tzinfo=UTC)
