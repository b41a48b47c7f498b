"""The promised dirt stands in the files, and there is little of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from samples.dirt import SPOTS, Filtered
from tests.sample_files import cells, read, records

_INCIDENT = "Номер\nинцидента"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("incident/incident_2025-09-30.xlsx", "31.02.2025"),
        ("incident/incident_2026-06-30.xlsx", "На контроле у главы"),
        ("incident/incident_2026-09-23.xlsx", datetime.fromisoformat("2062-09-21T10:00")),
        ("pos/pos_2026-09-28.xlsx", "Направлено в никуда"),
        ("pos/pos_2026-09-30.xlsx", " 45000008 "),
        ("reception/reception_2026-06-30.xlsx", "31.02.2026"),
        ("reception/reception_2026-09-29.csv", "вчера"),
        ("sed/sed_2026-09-28.csv", "В архиве"),
        ("sed/sed_2026-09-28.csv", "0005.56"),
        ("journals/journals_2026-09-29.xlsx", "05.13.2026"),
        ("journals/journals_2026-09-29.xlsx", "Итого: 999"),
        ("appeals/appeals_2026-09-24.xlsx", "без кода"),
        ("pages/pages_2026-09-14.xlsx", "закрыта на ремонт"),
    ],
)
def test_a_spot_is_seen_once(sample_dir: Path, name: str, value: Any) -> None:
    assert cells(sample_dir / name).count(value) == 1


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("incident/incident_2026-10-02.xlsx", _INCIDENT),
        ("incident/incident_2026-06-30.xlsx", "№ инцидента"),
        ("pos/pos_2026-10-02.xlsx", "Номер сообщения"),
        ("journals/journals_2026-09-29.xlsx", "Регистрационный номер"),
        ("pages/pages_2026-09-14.xlsx", "ОГРН"),
    ],
)
def test_one_row_has_no_number(sample_dir: Path, name: str, header: str) -> None:
    assert [row[header] for row in records(sample_dir / name, header)].count("") == 1


@pytest.mark.parametrize(
    ("name", "header", "encoding"),
    [("incident/incident_2026-09-23.xlsx", _INCIDENT, "utf-8"), ("sed/sed_2026-09-28.csv", "Рег. №", "cp1251")],
)
def test_a_number_stands_twice_with_another_content(sample_dir: Path, name: str, header: str, encoding: str) -> None:
    rows = records(sample_dir / name, header, encoding=encoding)
    number, times = Counter(row[header] for row in rows).most_common(1)[0]
    assert times == 2
    first, second = (row for row in rows if row[header] == number)
    assert {key for key in first if first[key] != second[key]} == {"Статус"}


def test_a_registration_date_jumps_by_months_and_back(sample_dir: Path) -> None:
    def registered(day: str, number: int) -> str:
        rows = records(sample_dir / "pos" / f"pos_{day}.xlsx", "Номер сообщения")
        return next(f"{row['Дата регистрации']:%d.%m}" for row in rows if row["Номер сообщения"] == number)

    days = ("2026-09-24", "2026-09-25", "2026-09-26")
    assert [registered(day, 45_000_024) for day in days] == ["25.06", "08.09", "25.06"]
    assert [registered(day, 45_000_025) for day in ("2026-10-01", "2026-10-02")] == ["11.06", "11.09"]


@pytest.mark.parametrize(
    ("name", "header", "encoding"),
    [("pos/pos_2026-03-31.xlsx", "Статус", "utf-8"), ("sed/sed_2026-05-31.csv", "Статус", "cp1251")],
)
def test_the_header_stands_again_among_the_rows(sample_dir: Path, name: str, header: str, encoding: str) -> None:
    rows = records(sample_dir / name, header, encoding=encoding)
    again = [row for row in rows if list(row.values()) == list(row)]
    assert len(again) == 1


def test_answers_before_registration(sample_dir: Path) -> None:
    rows = records(sample_dir / "pos" / "pos_2026-03-31.xlsx", "Статус")
    pairs = [
        (row["Дата регистрации"], row["Дата ответа"]) for row in rows if row["Дата ответа"] not in ("", "Дата ответа")
    ]
    parsed = [[datetime.strptime(text[:10], "%d.%m.%Y") for text in pair] for pair in pairs]  # noqa: DTZ007
    assert sum(answered < registered for registered, answered in parsed) == 1


def test_one_export_was_filtered(sample_dir: Path) -> None:
    sizes = [
        len(records(sample_dir / "sed" / f"sed_2026-09-{day}.csv", "Рег. №", encoding="cp1251")) for day in (21, 22, 23)
    ]
    assert sizes[1] < 0.5 * min(sizes[0], sizes[2])


def test_dirt_is_rare() -> None:
    assert max(sum(not isinstance(spot, Filtered) for spot in spots) for spots in SPOTS.values()) <= 4


def test_titles_merged_cells_bands_and_footers(sample_dir: Path) -> None:
    book = openpyxl.load_workbook(sample_dir / "journals" / "journals_2026-08-31.xlsx")
    assert book.sheetnames == ["Письменные", "Личный приём"]
    written = book["Письменные"]
    assert {"A1:E1", "A3:C3", "D3:I3"} <= {str(area) for area in written.merged_cells.ranges}
    assert written["A4"].value == "Регистрационный номер"
    assert isinstance(written["C5"].value, int)  # a bare serial
    assert isinstance(book["Личный приём"]["B3"].value, str)
    footer = written.cell(written.max_row, 1).value
    assert footer == f"Итого: {written.max_row - 5}"


def test_sheets_without_a_table(sample_dir: Path) -> None:
    assert read(sample_dir / "pos" / "pos_2026-09-30.xlsx")["Лист2"] == []
    assert len(read(sample_dir / "appeals" / "appeals_2026-09-30.xlsx")["Справочник"]) == 2


def test_encodings_and_formats(sample_dir: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        (sample_dir / "sed" / "sed_2026-09-30.csv").read_bytes().decode("utf-8")
    assert (sample_dir / "pos" / "pos_2025-08-31.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Всего: " in (sample_dir / "reception" / "reception_2026-09-30.csv").read_bytes().decode()
    assert len(records(sample_dir / "reception" / "reception_2025-12-31.ods", "ФИО")) > 100
    kinds = {
        type(row["Дата регистрации"]) for row in records(sample_dir / "appeals" / "appeals_2026-08-31.xlsx", "Рег. №")
    }
    assert str in kinds
    assert len(kinds) == 2
