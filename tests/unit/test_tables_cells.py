"""A cell becomes the text that the database will judge; nothing of its meaning is lost on the way."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svodka.intake.tables.cells import column_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (45000123.0, "45000123"),
        (45000123, "45000123"),
        (12.5, "12.5"),
        (-0.0, "0"),
        (46207.5, "46207.5"),
        (float("inf"), "inf"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        (" \u00a0 ", ""),
        ("\u00a001-15/00012/26 \t", "01-15/00012/26"),
        ("007", "007"),
        ("a\r\n b", "a\r\n b"),
        (dt.date(2026, 7, 5), "2026-07-05"),
        (dt.datetime.fromisoformat("2026-07-05 10:20:30"), "2026-07-05 10:20:30"),
        (dt.datetime.fromisoformat("2026-07-05 00:00:00"), "2026-07-05 00:00:00"),
        (dt.datetime.fromisoformat("2026-07-05 10:20:29.999999"), "2026-07-05 10:20:30"),
        (dt.datetime.fromisoformat("2026-12-31 23:59:59.500000"), "2027-01-01 00:00:00"),
        (dt.datetime.fromisoformat("2026-07-05 10:20:30.400000"), "2026-07-05 10:20:30"),
        (dt.time(8, 30), "8:30:00"),
        (dt.timedelta(hours=27, minutes=5), "27:05:00"),
        (dt.timedelta(seconds=59, microseconds=600_000), "0:01:00"),
    ],
)
def test_cell_as_text(cell: object, text: str) -> None:
    assert column_text([cell]) == [text]
    assert column_text([cell, "x", 1.0]) == [text, "x", "1"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (dt.datetime.fromisoformat("1900-01-01 02:30:00"), "26:30:00"),
        (dt.date(1900, 1, 2), "48:00:00"),
        (dt.date(1900, 3, 1), "1464:00:00"),
        (1.5, "36:00:00"),
        (2, "48:00:00"),
        (dt.time(0, 5, 7), "0:05:07"),
        (dt.timedelta(days=2), "48:00:00"),
        ("26:30:00", "26:30:00"),
    ],
)
def test_durations_come_in_every_disguise(cell: object, text: str) -> None:
    assert column_text([cell, dt.time()], "duration")[0] == text


def test_numbers_outside_durations_stay_numbers() -> None:
    assert column_text([1.5], "moment") == ["1.5"]


@settings(deadline=None)
@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_whole_numbers_keep_their_digits(number: int) -> None:
    assert column_text([number, float(number)]) == [str(number)] * 2


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_other_numbers_come_back_exactly(number: float) -> None:
    assert float(column_text([number])[0]) == number


@settings(deadline=None)
@given(st.datetimes(max_value=dt.datetime.fromisoformat("9999-12-31")))
def test_moments_move_by_half_a_second_at_most(moment: dt.datetime) -> None:
    back = dt.datetime.fromisoformat(column_text([moment])[0])
    assert abs(back - moment) <= dt.timedelta(microseconds=500_000)
    assert back.microsecond == 0


@settings(deadline=None)
@given(st.lists(st.text()))
def test_text_loses_nothing_but_its_edges(cells: list[str]) -> None:
    assert column_text(cells) == [cell.strip() for cell in cells]


@settings(deadline=None)
@given(st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=4000)))
def test_durations_keep_their_seconds(duration: dt.timedelta) -> None:
    hours, minutes, seconds = map(int, column_text([duration])[0].split(":"))
    assert abs(hours * 3600 + minutes * 60 + seconds - duration.total_seconds()) <= 0.5
