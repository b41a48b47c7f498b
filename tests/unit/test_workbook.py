"""The workbook shows the document's numbers, and nothing that a spreadsheet program would compute or clip."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from svodka.period import Quarter
from svodka.report import workbook
from svodka.report.annex import values_hash
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.face import Face
from svodka.report.shown_value import shown_cell
from tests import report_sample as sample

DOCUMENT = sample.document()
STATES = data_states(sample.coverage())


def face(kind: str = "approved", as_of: str = sample.AS_OF) -> Face:
    moment = datetime.fromisoformat(as_of)
    zone = ZoneInfo("Asia/Yekaterinburg")
    return Face("ГО Рефтинский", Quarter(2026, 3), "1", kind, moment, zone, values_hash(DOCUMENT))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.render(Content(DOCUMENT, STATES, sample.CATALOGUE, face()))))


def table(sheet, name: str | None = None) -> list[dict]:
    """The rows of a table of the sheet (the first one) by header."""
    ref = sheet.tables[name or next(iter(sheet.tables))].ref
    header, *rows = [[cell.value for cell in row] for row in sheet[ref]]
    return [dict(zip(header, row, strict=True)) for row in rows]


def lines(sheet) -> list[str]:
    """The texts of the first column."""
    return [cell.value for cell in sheet["A"] if cell.value is not None]


def number(cell) -> Decimal:
    return Decimal(str(cell))


def test_totals_carry_numerator_and_denominator_to_the_unit(book):
    rows = {row["Код"]: row for row in table(book["Показатели"])}
    for value in DOCUMENT["values"]:
        if not any(value["slice"].values()) and value["value"] is not None:
            row = rows.pop(value["indicator"])
            assert number(row["Числитель"]) == Decimal(value["numerator"])
            assert row["Знаменатель"] == "—" or number(row["Знаменатель"]) == Decimal(value["denominator"])
    assert not rows


def test_values_are_rounded_half_up_from_numerator_and_denominator(book):
    shown = {row["Код"]: row["Значение"] for row in table(book["Показатели"])}
    assert number(shown["S-04"]) == Decimal("6.3")  # 1/16 = 6.25 %
    assert number(shown["P-01"]) == Decimal("22.7")
    assert number(shown["I-01"]) == Decimal("2.3")
    assert number(shown["S-01"]) == 1234


def test_an_indicator_without_data_is_folded_into_one_line(book):
    assert "A-06" not in [row["Код"] for row in table(book["Показатели"])]
    line = "Без данных (показателей: 1): A-06 — выгрузки есть, но случаев для расчёта в периоде не было."
    assert line in lines(book["Показатели"])
    assert line in lines(book["Титул"])
    assert "Средний срок рассмотрения обращения" not in [row["Показатель"] for row in table(book["Титул"])]


def test_channels_have_their_names_and_own_rows(book):
    rows = [row for row in table(book["По каналам"]) if row["Код"] == "S-01"]
    assert [(row["Канал"], row["Числитель"]) for row in rows] == [
        ("Инцидент Менеджмент", 1000),
        ("ПОС «Госуслуги. Решаем вместе»", 234),
    ]


def test_flags_are_words(book):
    remarks = {row["Код"]: row["Примечание"] for row in table(book["Показатели"])}
    assert remarks["S-03"] == "есть пробел в выгрузках"
    assert remarks["I-01"] == "неполные данные: не известно по 300 зап."
    by_channel = {(row["Код"], row["Канал"]): row["Примечание"] for row in table(book["По каналам"])}
    assert by_channel["S-03", "ПОС «Госуслуги. Решаем вместе»"] == "мало записей: 4"


def test_blocks_and_executors_stand_in_one_line_each_with_the_total_last(book):
    rows = table(book["По направлениям"])
    assert [row["Направление"] for row in rows] == [f"'{sample.EVIL}", "Дороги", "Всего"]
    assert rows[1]["Поступило, ед."] == 900
    assert rows[1]["Отработано, %"] == "—"
    assert (rows[2]["Поступило, ед."], number(rows[2]["Отработано, %"])) == (1234, Decimal("6.3"))
    executors = table(book["По исполнителям"])
    assert [row["Исполнитель"] for row in executors] == ["'-Отдел ЖКХ", "Всего"]
    assert executors[0]["Поступило, ед."] == 7


def test_few_records_are_shown_as_counts_and_not_hidden(book):
    roads = table(book["По направлениям"])[1]
    assert roads["С нарушением срока, %"] == "1 из 4"
    [pos] = [row for row in table(book["По каналам"]) if row["Код"] == "S-03"]
    assert (pos["Числитель"], pos["Знаменатель"], pos["Значение"]) == (1, 4, "1 из 4")


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (sample.value("S-03", "2", "4", "%", ("SMALL_N",)), "2 из 4"),
        (sample.value("S-03", "2", "4", "%"), Decimal("50.0")),
        (sample.value("P-06", "5", "3", "%", ("SMALL_N",)), "5 к 3"),
        (sample.value("S-02", "-1", "3", "%", ("SMALL_N",)), "-1 к 3"),
        (sample.value("P-01", "68.000000", "3", "дн.", ("SMALL_N",)), "22,7 по 3 зап."),
        (sample.value("S-03", "0", "0", "%", ("SMALL_N",)), "—"),
    ],
)
def test_a_cell_holds_a_number_counts_or_a_dash(row, shown):
    assert shown_cell(row) == shown


def test_no_executors_no_sheet_of_them():
    document = sample.document()
    document["values"] = [row for row in document["values"] if row["slice"]["executor"] is None]
    content = workbook.render(Content(document, STATES, sample.CATALOGUE, face()))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "По исполнителям" not in book.sheetnames
    assert "По исполнителям" not in lines(book["Содержание"])


def test_a_text_of_the_sources_is_shown_with_an_apostrophe_and_never_computed(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    evil = [cell for cell in cells if sample.EVIL in str(cell.value)]
    assert len(evil) == 2
    assert {(cell.value, cell.data_type) for cell in evil} == {(f"'{sample.EVIL}", "s")}


def test_data_are_accounted_for_and_unknown_counts_are_dashes():
    states = data_states([{"channel": "pos", "title": "ПОС", "newest_export": None, "rows_loaded": 7}])
    content = workbook.render(Content(DOCUMENT, states, sample.CATALOGUE, face()))
    (row,) = table(openpyxl.load_workbook(io.BytesIO(content))["Данные"])
    assert row["Данные по состоянию на"] == "выгрузок нет"
    assert (row["Новых и изменённых"], row["Прочитано строк"]) == (7, "—")


def test_the_method_holds_every_formula_of_the_document(book):
    rows = {row["Код"]: row for row in table(book["Методика"])}
    assert set(rows) == {value["indicator"] for value in DOCUMENT["values"]}
    assert rows["S-03"]["Как считается"] == sample.CATALOGUE[1].formula
    assert rows["S-03"]["Направленность"] == "меньше — лучше"
    [counted] = [row for row in table(book["Формулы"]) if row["Код"] == "S-01"]
    assert (counted["Часть"], counted["Выражение"]) == (
        "числитель", "count(*) FILTER (WHERE in_due AND is_late)",
    )  # fmt: skip
