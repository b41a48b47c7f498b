"""When the name of a file has no date, the file itself may tell it."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from svodka.intake.tables import Reader
from svodka.intake.tables.peeking import dates_in, peek
from tests.table_files import workbook

HEADERS = ["Номер", "Дата регистрации", "Статус"]
UTC = dt.UTC


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Выгружено 05.07.2026 в 10:20", [dt.datetime.fromisoformat("2026-07-05 10:20")]),
        ("с 01.07.2026 по 30.09.2026", [dt.date(2026, 7, 1), dt.date(2026, 9, 30)]),
        ("по состоянию на 5 июля 2026 года", [dt.date(2026, 7, 5)]),
        ("2026-07-05T10:20:30", [dt.datetime.fromisoformat("2026-07-05 10:20:30")]),
        ("31.02.2026, п. 5.12.20261", []),
        ("№ 12-2026", []),
    ],
)
def test_dates_in_a_title(text: str, dates: list[dt.date]) -> None:
    assert dates_in(text) == dates


def test_title_rows_end_where_the_table_begins(tmp_path: Path) -> None:
    rows = [["Отчёт с 01.07.2026 по 30.09.2026"], [], HEADERS, ["1", "05.05.2020", "x"], ["06.06.2021"]]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    titles = [date for source, date in peek(path, path.name) if source == "title"]
    assert titles == [dt.date(2026, 9, 30), dt.date(2026, 7, 1)]


def test_properties_of_the_book_come_last_and_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": dt.datetime(2026, 7, 5, 4, 5, 6, tzinfo=UTC)})
        book.add_worksheet().write(0, 0, "на 04.07.2026")
    found = peek(path, path.name)
    assert [source for source, _ in found] == ["title", "modified", "created"]
    assert found[2][1] == dt.datetime(2026, 7, 5, 4, 5, 6, tzinfo=UTC)


def test_title_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Реестр на 04.07.2026\n" + ";".join(HEADERS) + "\n", encoding="cp1251")
    with Reader() as reader:
        assert reader.peek_dates(path, path.name) == [("title", dt.date(2026, 7, 4))]


def test_a_file_that_cannot_be_read_has_no_dates(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with Reader() as reader:
        assert reader.peek_dates(path, path.name) == []
