"""Working days, hours and the cut-off: the vectors of domain §8 and §13."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.calendar import RUSSIA, CalendarUnknown, Correction, Override, WorkingCalendar, calendar_rows, in_force
from svodka.period import Quarter
from svodka.production_calendar import CalendarYear

ZONE = ZoneInfo("Asia/Yekaterinburg")
DAY = date.fromisoformat
MOMENT = datetime.fromisoformat


@pytest.mark.parametrize(
    ("year", "days"), [(2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247), (2027, 247)]
)
def test_a_year_has_its_official_number_of_working_days(year: int, days: int) -> None:
    assert len(RUSSIA.working_days(date(year, 1, 1), date(year, 12, 31))) == days


@pytest.mark.parametrize("day", ["2022-03-05", "2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2027-02-20"])
def test_a_transferred_saturday_is_worked(day: str) -> None:
    assert RUSSIA.is_working_day(DAY(day))


@pytest.mark.parametrize("day", ["2022-03-07", "2024-12-31", "2025-06-13", "2026-01-09", "2026-12-31", "2027-11-05"])
def test_a_transferred_day_off_is_not_worked(day: str) -> None:
    assert not RUSSIA.is_working_day(DAY(day))


def test_quarters_have_their_working_days() -> None:
    quarters = [Quarter.parse("2026Q3"), Quarter.parse("2026Q4")]
    assert [len(RUSSIA.working_days(q.first_day, q.last_day)) for q in quarters] == [66, 64]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-04-01", "2026-04-01", "2026-04-01"),
        ("2026-05-01", "2026-04-30", "2026-05-04"),
        ("2026-05-09", "2026-05-08", "2026-05-12"),
        ("2027-01-02", "2026-12-30", "2027-01-11"),
        ("2025-11-01", "2025-11-01", "2025-11-01"),
        ("2024-11-02", "2024-11-02", "2024-11-02"),
        ("2027-02-20", "2027-02-20", "2027-02-20"),
        ("2026-04-04", "2026-04-03", "2026-04-06"),
    ],
)
def test_the_neighbouring_working_days(day: str, before: str, after: str) -> None:
    assert (RUSSIA.previous_working_day(DAY(day)), RUSSIA.next_working_day(DAY(day))) == (DAY(before), DAY(after))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 10:00", 8, "2026-11-25 09:00"),
        ("2026-11-24 10:00", 9, "2026-11-25 10:00"),
        ("2026-11-27 16:30", 4, "2026-11-30 11:30"),
        ("2026-11-27 16:30", 8, "2026-11-30 15:30"),
        ("2026-11-27 16:30", 9, "2026-11-30 16:30"),
        ("2026-12-30 15:00", 4, "2027-01-11 10:00"),
        ("2026-12-30 15:00", 8, "2027-01-11 14:00"),
        ("2026-12-30 15:00", 9, "2027-01-11 15:00"),
        ("2025-10-31 16:00", 4, "2025-11-01 11:00"),
        ("2025-10-31 16:00", 8, "2025-11-01 15:00"),
        ("2025-10-31 16:00", 9, "2025-11-01 16:00"),
        # the earliest instant at which the amount has run: the same day's closing, not the next opening
        ("2026-11-24 13:00", 4, "2026-11-24 17:00"),
        ("2026-11-24 17:00", 4, "2026-11-25 12:00"),
        ("2026-11-24 06:00", 8, "2026-11-24 16:00"),
        ("2026-11-28 12:00", 4, "2026-11-30 12:00"),
    ],
)
def test_working_hours_run_in_working_time_only(start: str, hours: int, end: str) -> None:
    assert RUSSIA.add_working_hours(MOMENT(start), hours) == MOMENT(end)
    assert RUSSIA.add_working_hours(MOMENT(start).replace(tzinfo=ZONE), hours) == MOMENT(end).replace(tzinfo=ZONE)


@given(
    start=st.datetimes(MOMENT("2018-01-01 00:00"), MOMENT("2027-10-01 00:00")).map(lambda m: m.replace(microsecond=0)),
    hours=st.integers(1, 40),
)
def test_working_hours_add_up(start: datetime, hours: int) -> None:
    """So many hours at once, or one after another: the same moment, inside working time."""
    end = start
    for _ in range(hours):
        end = RUSSIA.add_working_hours(end, 1)
    assert end == RUSSIA.add_working_hours(start, hours)
    assert RUSSIA.is_working_day(end.date()) and 8 <= end.hour <= 17


def test_seven_working_days_after_an_interim_answer() -> None:
    assert RUSSIA.add_working_days(DAY("2026-04-29"), 7) == DAY("2026-05-12")
    assert RUSSIA.add_working_days(DAY("2026-04-29"), 0) == DAY("2026-04-29")


@pytest.mark.parametrize(
    ("quarter", "moment"),
    [
        ("2025Q4", "2026-01-03 12:00"),
        ("2026Q1", "2026-04-03 12:00"),
        ("2026Q2", "2026-07-03 12:00"),
        ("2026Q3", "2026-10-02 12:00"),
        ("2026Q4", "2027-01-03 12:00"),
        ("2027Q1", "2027-04-02 12:00"),
        ("2027Q2", "2027-07-02 12:00"),
        ("2027Q3", "2027-10-04 12:00"),
    ],
)
def test_the_cutoff_is_noon_of_the_last_working_day_before_the_5th(quarter: str, moment: str) -> None:
    assert RUSSIA.cutoff(Quarter.parse(quarter), ZONE) == MOMENT(moment).replace(tzinfo=ZONE)


def test_a_year_without_a_decree_is_refused_in_words() -> None:
    assert RUSSIA.is_official(2027) and not RUSSIA.is_official(2028)
    with pytest.raises(CalendarUnknown, match="2028 год неизвестен"):
        RUSSIA.is_working_day(date(2028, 3, 1))
    with pytest.raises(CalendarUnknown):
        RUSSIA.add_working_hours(MOMENT("2027-12-30 16:00"), 8)
    with pytest.raises(CalendarUnknown):
        RUSSIA.cutoff(Quarter(2028, 1), ZONE)


def test_a_correction_changes_a_day_and_can_complete_a_year() -> None:
    ours = WorkingCalendar(
        {
            date(2026, 11, 24): Override(is_working=False),
            date(2028, 1, 10): Override(is_working=True, is_short=True, completes_year=True),
        }
    )
    assert ours.add_working_hours(MOMENT("2026-11-23 16:00"), 4) == MOMENT("2026-11-25 11:00")
    assert ours.is_working_day(date(2028, 1, 10))
    assert next(row for row in ours.rows([2028]) if row.day == date(2028, 1, 10)).is_short


def test_calendar_rows_leave_no_day_out() -> None:
    rows = list(calendar_rows(range(2017, 2029)))
    assert rows[0].day == date(2017, 1, 1) and rows[-1].day == date(2028, 12, 31)
    assert all((b.day - a.day).days == 1 for a, b in pairwise(rows))
    assert {row.day.year for row in rows if not row.is_official} == {2028}


# Hours of a 40-hour week as the Ministry of Labour publishes them: 8 a working day, 1 less a shortened one
NORMS = {2018: 1970, 2019: 1970, 2020: 1979, 2021: 1972, 2022: 1973, 2023: 1973, 2024: 1979, 2025: 1972, 2026: 1972}


@pytest.mark.parametrize(("year", "hours"), NORMS.items())
def test_a_year_has_its_norm_of_hours(year: int, hours: int) -> None:
    rows = list(calendar_rows([year]))
    assert sum(8 * row.is_working - row.is_short for row in rows) == hours
    assert all(row.is_working for row in rows if row.is_short)


@pytest.mark.parametrize(
    ("day", "is_short"),
    [
        ("2026-11-03", True),
        ("2025-11-01", True),  # works for 3 November, the eve of a holiday
        ("2024-11-02", True),  # works for 30 April
        ("2024-04-27", False),  # works for 29 April, which is no eve
        ("2026-12-30", False),  # before a day off that is no holiday
        ("2026-11-04", False),
    ],
)
def test_the_eve_of_a_holiday_is_an_hour_shorter(day: str, is_short: bool) -> None:
    assert RUSSIA.is_short_day(DAY(day)) is is_short


def test_short_days_change_no_term_in_hours() -> None:
    assert RUSSIA.add_working_hours(MOMENT("2026-11-03 13:00"), 4) == MOMENT("2026-11-03 17:00")


def test_of_several_corrections_the_one_learnt_last_holds() -> None:
    day = DAY("2026-11-24")
    learnt = [
        Correction(day, DAY("2026-11-10"), Override(is_working=True, is_short=True)),
        Correction(day, DAY("2026-11-01"), Override(is_working=False)),
    ]
    known = [in_force(learnt, DAY(on)) for on in ("2026-10-31", "2026-11-01", "2026-11-09", "2026-11-10")]
    assert [calendar.is_working_day(day) for calendar in known] == [True, False, False, True]
    assert [calendar.is_short_day(day) for calendar in known] == [False, False, False, True]


def test_a_calendar_given_as_days_knows_these_years_only() -> None:
    """2026 without any holiday; 2028 complete by a correction, but not among the years."""
    plain = CalendarYear(frozenset({DAY("2026-11-24")}), frozenset({DAY("2026-11-28")}), frozenset(), is_official=True)
    ours = WorkingCalendar({DAY("2028-01-10"): Override(True, completes_year=True)}, {2026: plain})
    assert ours.is_working_day(DAY("2026-11-04")) and ours.is_working_day(DAY("2026-11-28"))
    assert not ours.is_working_day(DAY("2026-11-24")) and not ours.is_short_day(DAY("2026-11-03"))
    for year in (2025, 2028):
        with pytest.raises(CalendarUnknown, match=str(year)):
            ours.is_working_day(date(year, 1, 10))
