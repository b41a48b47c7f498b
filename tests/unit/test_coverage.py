"""Gaps: an uncovered stretch is one only where it holds a day on which an export was expected."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from svodka.calendar import RUSSIA, Override, WorkingCalendar
from svodka.intake.coverage import Stretch, uncovered
from svodka.intake.coverage import gaps as gaps_by_calendar

Q3 = Stretch(date(2026, 7, 1), date(2026, 9, 30))
Q4 = Stretch(date(2026, 10, 1), date(2026, 12, 31))
days = st.dates(date(2026, 6, 1), date(2026, 10, 31))
stretches = st.lists(st.builds(lambda a, b: Stretch(min(a, b), max(a, b)), days, days), max_size=6)


def gaps(asked: Stretch, covered: list[Stretch], rhythm: str, calendar: WorkingCalendar = RUSSIA) -> list[Stretch]:
    return gaps_by_calendar(asked, covered, rhythm, calendar)


def window(last: date, length: int = 200) -> Stretch:
    return Stretch(last - timedelta(days=length), last)


def test_one_late_cumulative_export_heals_the_quarter() -> None:
    assert gaps(Q3, [window(date(2026, 7, 10))], "workdays") == [Stretch(date(2026, 7, 11), date(2026, 9, 30))]
    assert gaps(Q3, [window(date(2026, 7, 10)), window(date(2026, 10, 2))], "workdays") == []


def test_a_weekend_without_a_file_is_no_gap() -> None:
    ends_on_friday = Stretch(date(2026, 6, 1), date(2026, 6, 28))  # 26.06.2026 is a Friday
    assert gaps(ends_on_friday, [window(date(2026, 6, 26))], "workdays") == []
    assert gaps(ends_on_friday, [window(date(2026, 6, 25))], "workdays") == [
        Stretch(date(2026, 6, 26), date(2026, 6, 28))
    ]


def test_the_last_day_off_of_the_year_is_no_gap() -> None:
    assert gaps(Q4, [window(date(2026, 12, 30))], "workdays") == []  # 31.12.2026 is a day off
    assert gaps(Q4, [window(date(2026, 12, 30))], "daily") == [Stretch(date(2026, 12, 31), date(2026, 12, 31))]


def test_a_correction_of_the_calendar_makes_a_gap_or_takes_one_away() -> None:
    last = date(2026, 12, 31)
    worked, off = WorkingCalendar({last: Override(True)}), WorkingCalendar({date(2026, 12, 30): Override(False)})
    assert gaps(Q4, [window(date(2026, 12, 30))], "workdays", worked) == [Stretch(last, last)]
    assert gaps(Q4, [window(date(2026, 12, 29))], "workdays", off) == []


def test_pages_are_expected_on_mondays() -> None:
    assert gaps(Q3, [window(date(2026, 9, 28), 90)], "weekly") == []  # Tuesday and Wednesday are left over
    assert gaps(Q3, [window(date(2026, 9, 21), 90)], "weekly") == [Stretch(date(2026, 9, 22), date(2026, 9, 30))]


def test_a_source_of_events_has_no_gaps_and_no_days_ask_for_none() -> None:
    assert gaps(Q3, [], "on_event") == []
    assert gaps(Stretch(date(2026, 7, 1), date(2026, 6, 30)), [], "daily") == []


@given(stretches)
def test_covered_and_uncovered_days_make_up_the_whole(covered: list[Stretch]) -> None:
    held = {day for stretch in covered for day in stretch.days()}
    left = [day for stretch in uncovered(Q3, covered) for day in stretch.days()]
    assert left == [day for day in Q3.days() if day not in held]
