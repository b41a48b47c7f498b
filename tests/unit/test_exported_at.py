"""What moment an export speaks of."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.intake.exported_at import date_in_name, export_moment

ZONE = ZoneInfo("Asia/Yekaterinburg")
MODIFIED = datetime(2026, 7, 5, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pos_2026-07-02.xlsx", date(2026, 7, 2)),
        ("Выгрузка 02.07.2026 (1).xls", date(2026, 7, 2)),
        ("incident_2026_07_02-копия.csv", date(2026, 7, 2)),
        ("pos_2026-13-02.xlsx", None),
        ("pos_2026-02-31.xlsx", None),
        ("отчёт 120260702.xlsx", None),
        ("выгрузка.xlsx", None),
    ],
)
def test_the_date_in_a_name(name: str, expected: date | None) -> None:
    assert date_in_name(name) == expected


@given(st.dates(date(2018, 1, 1), date(2099, 12, 31)))
def test_every_day_is_found_in_both_spellings(day: date) -> None:
    assert date_in_name(f"sed_{day:%Y-%m-%d}.xlsx") == day
    assert date_in_name(f"СЭД за {day:%d.%m.%Y}.xlsx") == day


def test_a_name_wins_and_means_the_end_of_its_day() -> None:
    moment = export_moment("pos_2026-07-02.xlsx", MODIFIED, ZONE, lambda: pytest.fail("the file need not be opened"))
    assert moment.exported_at == datetime(2026, 7, 2, 23, 59, 59, tzinfo=ZONE)
    assert (moment.business_day, moment.source) == (date(2026, 7, 2), "name")


def test_dates_inside_come_before_the_time_of_the_file() -> None:
    inside: list[tuple[str, date | datetime]] = [("title", date(2026, 7, 1)), ("created", MODIFIED)]
    assert export_moment("a.xlsx", MODIFIED, ZONE, lambda: inside).business_day == date(2026, 7, 1)


def test_the_time_of_the_file_is_the_last_resort_and_a_local_day() -> None:
    moment = export_moment("a.xlsx", MODIFIED, ZONE, lambda: [])
    assert (moment.exported_at, moment.business_day, moment.source) == (MODIFIED, date(2026, 7, 6), "file_time")
