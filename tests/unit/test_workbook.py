"""The workbook shows the document's numbers, and nothing that a spreadsheet program would compute or clip."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from textwrap import wrap
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from svodka.period import Quarter
from svodka.report import workbook
from svodka.report.annex import values_hash
from svodka.report.content import Content
from svodka.report.data_state import data_states
from svodka.report.face import Face
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


def table(sheet) -> list[dict]:
    """The rows of the sheet's table by header, whose row is the one repeated on each printed page."""
    header_row = int(sheet.print_title_rows.split(":")[0].strip("$"))
    header, *rows = sheet.iter_rows(min_row=header_row, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def number(cell) -> Decimal:
    return Decimal(str(cell))


def test_totals_carry_numerator_and_denominator_to_the_unit(book):
    rows = {row["Код"]: row for row in table(book["Показатели"])}
    for value in DOCUMENT["values"]:
        if not any(value["slice"].values()):
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


def test_a_denominator_of_zero_is_a_dash_with_a_word(book):
    row = next(row for row in table(book["Показатели"]) if row["Код"] == "A-06")
    assert (row["Значение"], row["Примечание"]) == ("—", "нет данных")


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
    assert by_channel["S-03", "ПОС «Госуслуги. Решаем вместе»"] == "мало данных (n = 4)"


def test_blocks_stand_in_one_line_each_with_the_total_last(book):
    rows = table(book["По направлениям"])
    assert [row["Направление"] for row in rows] == [f"'{sample.EVIL}", "Дороги", "Всего"]
    roads = rows[1]
    assert roads["Поступило, ед."] == 900
    assert number(roads["С нарушением срока, %"]) == 25
    assert roads["Отработано, %"] == "—"


def test_a_small_number_of_records_is_starred(book):
    cells = [cell for row in book["По направлениям"].iter_rows() for cell in row]
    starred = [cell for cell in cells if cell.number_format.endswith('"*"')]
    assert [cell.value for cell in starred] == [25]


def test_every_text_has_room_in_its_row(book):
    """Arial 10 takes about 13 points a line; a row must be as high as its longest text, wrapped at its column."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.coordinate not in sheet.merged_cells:
                    letters = sheet.column_dimensions[cell.column_letter].width * 1.1
                    n_lines = sum(len(wrap(part, int(letters))) for part in cell.value.split("\n"))
                    assert sheet.row_dimensions[cell.row].height >= 13 * n_lines, (sheet.title, cell.coordinate)


def test_no_cell_of_the_sources_is_a_formula(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(sample.EVIL in str(cell.value) for cell in cells)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "@"))]


def test_the_cover_says_what_edition_this_is_and_how_fresh(book):
    lines = [str(cell.value) for row in book["Титул"].iter_rows() for cell in row if cell.value is not None]
    text = "\n".join(lines)
    assert "за III квартал 2026 года (01.07.2026–30.09.2026)" in text
    assert "Статус: утверждённая" in text
    assert "Кому: Руководителю Центра управления регионом" in text
    assert "до 02.10.2026 07:15 (UTC+05:00)" in text
    assert values_hash(DOCUMENT) in text
    at = lines.index("СЭД")
    assert lines[at + 1 : at + 4] == ["28.09.2026", "да", "29.09.2026–30.09.2026"]


@pytest.mark.parametrize(
    ("kind", "words"), [("preliminary", "предварительная"), ("automatic", "сформировано автоматически")]
)
def test_the_status_is_that_of_the_edition(kind, words):
    content = workbook.render(Content(DOCUMENT, STATES, sample.CATALOGUE, face(kind)))
    cover = openpyxl.load_workbook(io.BytesIO(content))["Титул"]
    assert f"Статус: {words}" in [cell.value for cell in cover["A"]]


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
    assert rows["S-01"]["Выражения SQL"] == "numerator: count(*) FILTER (WHERE in_due AND is_late)"


def test_every_sheet_prints_on_a4_landscape_one_page_wide(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != "Титул":
            assert sheet.freeze_panes == f"A{int(sheet.print_title_rows.split(':')[0].strip('$')) + 1}"


def test_equal_content_gives_equal_bytes_whatever_the_clock_says(monkeypatch):
    first = workbook.render(Content(DOCUMENT, STATES, sample.CATALOGUE, face()))
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 2, 3, 4, 6, 0, 1, 0))
    assert workbook.render(Content(DOCUMENT, STATES, sample.CATALOGUE, face())) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 10, 2, 2, 15, 0)}
        assert b"2026-10-02T02:15:00Z" in archive.read("docProps/core.xml")
