"""From a file to canonical rows: every line is a row, or is no row for a reason, or the whole file is refused."""

import csv
import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from svodka.intake.tables import FileReading, Layout, TableRefused
from svodka.intake.tables.canonical import extract_file
from tests.table_files import workbook

LAYOUT = Layout(
    fields={
        "source_number": ["Рег. №", "Номер"],
        "registered_at": ["Дата регистрации", "Дата создания"],
        "status": ["Статус"],
        "outcome": ["Итог"],
        "topic_l1": ["Тематика"],
        "duration": ["Время ответа"],
        "executor": ["Отдел"],
        "executor_person": ["Исполнитель"],
    },
    types={"source_number": "identifier", "registered_at": "moment", "duration": "duration"},
    mandatory=[["source_number"], ["registered_at"], ["status", "outcome"], ["topic_l1"]],
)
HEADERS = ["Рег. №", "Дата регистрации", "Статус", "Тематика"]
ROW = ["15", "01.07.2026", "Новый", "Дороги"]


def extracted(path: Path) -> tuple[FileReading, list[dict[str, str]]]:
    out = path.with_suffix(".rows")
    reading = extract_file(path, path.name, LAYOUT, out)
    with out.open(encoding="utf-8", newline="") as file:
        names = ["sheet_no", "row_no", "absent_fields", *LAYOUT.fields]
        rows = [dict(zip(names, row, strict=True)) for row in csv.reader(file)]
    assert len(rows) == reading.n_rows == sum(sheet.n_rows for sheet in reading.sheets)
    return reading, rows


def from_rows(tmp_path: Path, rows: list[list[object]]) -> tuple[FileReading, list[dict[str, str]]]:
    return extracted(workbook(tmp_path / "book.xlsx", {"Лист1": rows}))


def test_columns_come_in_the_order_of_the_layout_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    reading, rows = from_rows(
        tmp_path, [["Тематика", "Рег. №", "Статус", "Дата регистрации"], ["Дороги", 15.0, "Новый", "x"]]
    )
    assert rows[0] == {
        "sheet_no": "1",
        "row_no": "2",
        "absent_fields": "{outcome,duration,executor,executor_person}",
        "source_number": "15",
        "registered_at": "x",
        "status": "Новый",
        "outcome": "",
        "topic_l1": "Дороги",
        "duration": "",
        "executor": "",
        "executor_person": "",
    }
    assert reading.sheets[0].absent_fields == ["outcome", "duration", "executor", "executor_person"]


def test_typed_cells_become_text(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2026-07-05 10:20:30")
    _, rows = from_rows(tmp_path, [[*HEADERS, "Время ответа"], [45000123, moment, "Новый", "Дороги", 1.5]])
    assert (rows[0]["source_number"], rows[0]["registered_at"]) == ("45000123", "2026-07-05 10:20:30")
    assert rows[0]["duration"] == "36:00:00"


def test_lines_that_are_no_rows(tmp_path: Path) -> None:
    reading, rows = from_rows(
        tmp_path,
        [["Реестр"], [], HEADERS, [1, 2, 3, 4], ROW, ["", "  ", ""], HEADERS, ROW, ["Итого: 2"], ["", "Всего", 2]],
    )
    assert [row["row_no"] for row in rows] == ["5", "8"]
    assert (reading.sheets[0].header_row, reading.sheets[0].printed_total) == (3, 2)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (["Итого: 123"], 123),
        (["", "ИТОГО", 1234], 1234),
        (["Всего обращений — 1\u00a0234"], 1234),
        (["Итого"], None),
        (["Всего за 2026 год: 12"], None),
    ],
)
def test_totals_are_told_apart_and_read(tmp_path: Path, line: list[object], printed: int | None) -> None:
    reading, rows = from_rows(tmp_path, [HEADERS, ROW, line])
    assert len(rows) == 1
    assert reading.sheets[0].printed_total == printed


@pytest.mark.parametrize(
    "line",
    [
        ["Итого-1", "01.07.2026", "Новый", "Дороги"],
        ["", "", "", "Всего хорошего", "да", "нет"],
        ["Итоговый"],
        ["", "01.07.2026"],
        ["Рег. №", "01.07.2026", "Статус", "Дороги"],
    ],
)
def test_a_line_that_only_looks_like_a_total_or_header_is_a_row(tmp_path: Path, line: list[object]) -> None:
    _, rows = from_rows(tmp_path, [HEADERS, line])
    assert len(rows) == 1


def test_a_row_of_formula_errors_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Лист1")
        sheet.write_row(0, 0, HEADERS)
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ROW)
    reading, rows = extracted(path)
    assert [row["source_number"] for row in rows] == ["", "15"]
    assert "A2" in reading.warnings[0]


def test_every_sheet_with_a_header_is_read_and_the_others_are_reported(tmp_path: Path) -> None:
    sheets = {"Письменные": [HEADERS, ROW], "Справка": [["о чём"]], "Пустой": [], "Тайный": [HEADERS, ROW]}
    sheets["Личный приём"] = [["Журнал"], HEADERS, ROW, ROW]
    reading, rows = extracted(workbook(tmp_path / "book.xlsx", sheets, hidden=("Тайный",)))
    assert [(sheet.title, sheet.n_rows) for sheet in reading.sheets] == [
        ("Письменные", 1),
        ("Справка", 0),
        ("Пустой", 0),
        ("Личный приём", 2),
    ]
    assert [(row["sheet_no"], row["row_no"]) for row in rows] == [("1", "2"), ("4", "3"), ("4", "4")]
    assert [bool(sheet.note) for sheet in reading.sheets] == [False, True, True, False]
    assert reading.sheets[1].absent_fields == list(LAYOUT.fields)


def test_missing_mandatory_header_is_named_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        from_rows(tmp_path, [["Рег. №", "Дата регистрации", "Тематика", "Прочее"], ROW])
    assert refused.value.code == "F01"
    for word in ("Лист1", "строка 1", "«Статус» или «Итог»", "«Прочее»"):
        assert word in refused.value.message


def test_one_of_a_mandatory_group_is_enough(tmp_path: Path) -> None:
    _, rows = from_rows(tmp_path, [["Рег. №", "Дата регистрации", "Итог", "Тематика"], ROW])
    assert rows[0]["outcome"] == "Новый"


def test_file_without_headers_is_refused_without_quoting_its_rows(tmp_path: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        from_rows(tmp_path, [["Иванов Иван", "+7 900 000-00-00", "Номер"], ["Пётр", "дом 5", ""]])
    assert refused.value.code == "F01"
    assert "Иванов" not in refused.value.message
    assert "«Номер»" in refused.value.message


def test_unknown_headers_are_reported_and_their_cells_left_aside(tmp_path: Path) -> None:
    reading, _ = from_rows(tmp_path, [[*HEADERS, "Цвет", "", "Вкус"], [*ROW, "красный", "без имени", "сладкий"]])
    assert reading.sheets[0].unknown_headers == ["Цвет", "Вкус"]
    assert any("столбец F без заголовка" in warning for warning in reading.warnings)


def test_first_filled_of_two_columns_of_one_field(tmp_path: Path) -> None:
    reading, rows = from_rows(
        tmp_path,
        [["Дата создания", *HEADERS], ["", *ROW], ["02.07.2026", *ROW]],
    )
    assert [row["registered_at"] for row in rows] == ["01.07.2026", "02.07.2026"]
    assert any("«Дата создания» (A), «Дата регистрации» (C)" in warning for warning in reading.warnings)


def test_short_and_long_records_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("Рег. №;Дата регистрации;Статус;Тематика\n1;01.07.2026\n2;a;b;c;лишнее\n", encoding="cp1251")
    reading, rows = extracted(path)
    assert [(row["source_number"], row["topic_l1"]) for row in rows] == [("1", ""), ("2", "c")]
    assert any("(первая 3)" in warning for warning in reading.warnings)


def test_what_csv_must_quote_comes_back(tmp_path: Path) -> None:
    cell = 'он сказал: "да,\r\nнет";\\.'
    _, rows = from_rows(tmp_path, [HEADERS, ["1", "", "", cell], ["2", "", "", ""]])
    assert [row["topic_l1"] for row in rows] == [cell, ""]
