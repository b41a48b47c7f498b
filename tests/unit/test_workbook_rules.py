"""What statistics offices ask of a published spreadsheet, asserted over every sheet of every kind of edition."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping
from itertools import chain
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from svodka.report import workbook
from svodka.report.content import Content
from svodka.report.sheets.order import PAGES
from tests import report_history, wide_edition
from tests import report_sample as sample
from tests.unit.test_workbook_quality import TOLD

NAME = re.compile(r"[^\W\d]\w*")
ADDRESS = re.compile(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*", re.I)


def contents() -> Mapping[str, Content]:
    """An edition with everything, one of every indicator with silent channels, one without any figure."""
    nothing = sample.document(values=[])
    return {
        "everything": report_history.content(told=TOLD | report_history.told()),
        "wide": wide_edition.content_of(4_000, silent={"pages", "incident"}, told=dict(TOLD)),
        "automatic": wide_edition.content_of(31 * 29, silent=wide_edition.CHANNELS, kind="automatic"),
        "nothing": report_history.content(nothing),
    }


@pytest.fixture(scope="module", params=["everything", "wide", "automatic", "nothing"])
def rendered(request) -> bytes:
    return workbook.render(contents()[request.param])


@pytest.fixture(scope="module")
def book(rendered) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered))


def tables_of(book: openpyxl.Workbook) -> list[tuple[Any, Any, list[list[Any]]]]:
    """Sheet, table, its cells row by row."""
    return [
        (sheet, table, [list(row) for row in sheet[table.ref]]) for sheet in book for table in sheet.tables.values()
    ]


def inside(sheet: Any) -> set[tuple[int, int]]:
    """The places that the sheet's tables take; no two of them take one."""
    taken: list[tuple[int, int]] = []
    for table in sheet.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        taken += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    assert len(taken) == len(set(taken))
    return set(taken)


def test_no_cell_is_merged(book):
    assert [(sheet.title, merged) for sheet in book for merged in sheet.merged_cells.ranges] == []


def test_what_stands_in_a_grid_is_a_real_table_and_nothing_else(book):
    """Outside the tables there are only lines of text, in the first column."""
    for sheet in book:
        places = inside(sheet)
        outside = [cell for row in sheet.iter_rows() for cell in row if (cell.row, cell.column) not in places]
        assert [cell.coordinate for cell in outside if cell.value is not None and cell.column > 1] == [], sheet.title
        assert [cell.coordinate for cell in outside if cell.border.left.style] == [], sheet.title


def test_tables_have_valid_names_of_their_own(book):
    names = [table.displayName for _, table, _ in tables_of(book)]
    assert names
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if not NAME.fullmatch(name) or ADDRESS.fullmatch(name) or len(name) > 255] == []
    assert [table.name for _, table, _ in tables_of(book)] == names
    assert len({table.id for _, table, _ in tables_of(book)}) == len(names)


def test_headers_are_unlike_and_those_of_the_table(book):
    for sheet, table, rows in tables_of(book):
        titles = [cell.value for cell in rows[0]]
        assert all(isinstance(title, str) and title.strip() for title in titles), sheet.title
        assert len({title.casefold() for title in titles}) == len(titles), sheet.title
        assert [column.name for column in table.tableColumns] == titles
        assert table.headerRowCount == 1
        assert table.autoFilter is None or table.autoFilter.ref == table.ref


def test_tables_have_rows_and_none_is_blank(book):
    for sheet, table, rows in tables_of(book):
        assert len(rows) > 1, (sheet.title, table.ref)
        for row in rows[1:]:
            assert any(cell.value not in (None, "") for cell in row), (sheet.title, row[0].coordinate)
        assert all(row[0].value not in (None, "") for row in rows), (sheet.title, table.ref)


def test_a_table_has_a_style_that_bands_its_rows_in_grey(book):
    for _, table, _ in tables_of(book):
        assert (table.tableStyleInfo.name, table.tableStyleInfo.showRowStripes) == ("TableStyleLight1", True)


def test_sheets_have_their_order_and_a_title_in_the_first_cell(book):
    pages = [page.title for page in PAGES if page.title in book.sheetnames]
    assert book.sheetnames == ["Титул", "Содержание", *pages]
    for sheet in book:
        assert isinstance(sheet["A1"].value, str)
        assert sheet["A1"].font.b or sheet.title == "Титул"


def test_the_contents_lead_to_each_sheet(book):
    sheet = book["Содержание"]
    links = [cell for cell in chain.from_iterable(sheet.iter_rows(max_col=1)) if cell.hyperlink is not None]
    assert [cell.value for cell in links] == book.sheetnames[2:]
    for cell in links:
        assert cell.hyperlink.location == f"'{cell.value}'!A1"
        assert cell.hyperlink.target is None
        assert sheet.cell(cell.row, 2).value


def test_the_contents_explain_every_mark_that_stands_in_a_table(book):
    explained = " ".join(str(cell.value) for row in book["Содержание"].iter_rows() for cell in row)
    shown = {letter for _, _, rows in tables_of(book) for row in rows for cell in row for letter in str(cell.value)}
    for mark in "—✓✗○↑↓→":
        assert mark not in shown or mark in explained


def test_a_reader_begins_at_the_top_of_the_first_sheet(book):
    assert book.active.title == "Титул"
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert sheet.sheet_view.selection[-1].activeCell == "A1"
        assert bool(sheet.sheet_view.tabSelected) == (sheet.title == "Титул")
        assert not [number for number, row in sheet.row_dimensions.items() if row.hidden]
        assert not [letter for letter, column in sheet.column_dimensions.items() if column.hidden]


def test_every_sheet_prints_whole_on_a4_landscape_one_page_wide(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        n_high = 1 if sheet.title in ("Титул", "Содержание") else 0
        if sheet.row_breaks.brk:
            assert not sheet.sheet_properties.pageSetUpPr.fitToPage, "programs do not heed breaks when they fit"
            assert 10 <= sheet.page_setup.scale <= 96
        else:
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, n_high)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
        left, top, right, bottom = range_boundaries(sheet.print_area.rpartition("!")[2])
        assert (left, top) == (1, 1)
        assert right >= sheet.max_column
        assert bottom >= sheet.max_row
        assert sheet.oddFooter.right.text == "«&A». Лист &P из &N"
        assert sheet.oddFooter.left.text, "whose report a loose page is"
        assert re.match(r"I+V? квартал \d{4} года, редакция ", sheet.oddFooter.center.text)


def test_a_long_table_keeps_its_header_in_sight_and_on_every_page(book):
    for sheet in book:
        if len(sheet.tables) == 1 and len(sheet[next(iter(sheet.tables.values())).ref]) > 25:
            header_row = range_boundaries(next(iter(sheet.tables.values())).ref)[1]
            assert sheet.print_title_rows == f"${header_row}:${header_row}"
            assert re.fullmatch(rf"[A-C]{header_row + 1}", sheet.freeze_panes), sheet.title


def test_no_cell_is_a_formula_or_begins_as_one(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert [text for text in texts if text.startswith(("=", "+", "@", "-", "\t", "\r", "\n"))] == []


def test_numbers_have_a_format_whose_separators_the_readers_program_sets(book):
    numbers = [cell for _, _, rows in tables_of(book) for row in rows for cell in row if cell.data_type == "n"]
    shown_as = {cell.number_format for cell in numbers if cell.value is not None}
    assert shown_as <= {"#,##0", "#,##0.0", "#,##0.00"}


def test_each_table_stands_below_a_line_that_says_what_it_is(book):
    for sheet, table, rows in tables_of(book):
        top = rows[0][0].row
        assert any(sheet.cell(row, 1).value for row in (top - 1, top - 2)), (sheet.title, table.ref)


def test_a_row_is_as_high_as_the_letters_of_its_cells_take_at_least(book):
    """A lower bound, whatever the font's measures: a third more letters than zeros never fit."""
    for sheet, _, rows in tables_of(book):
        for cell in chain.from_iterable(rows):
            letters = sheet.column_dimensions[cell.column_letter].width * 1.35
            least = sum(max(1, math.ceil(len(part) / letters)) for part in str(cell.value or "").split("\n"))
            height = sheet.row_dimensions[cell.row].height or 15
            assert height >= 12.5 * least, (sheet.title, cell.coordinate)


def test_colour_never_stands_alone(book):
    """A coloured cell begins with a mark or an arrow, or says which way it goes."""
    for _, _, rows in tables_of(book):
        for cell in chain.from_iterable(rows[1:]):
            colour = cell.font.color.rgb if cell.font.color is not None else None
            if colour in ("000B5CAD", "00B34700"):
                assert re.match(r"[✓✗↑↓→] \S+ ?", cell.value), cell.coordinate


def test_the_file_says_what_it_is_and_in_which_language(rendered, book):
    assert book.properties.language == "ru-RU"
    assert book.properties.title.startswith("Показатели эффективности")
    assert book.properties.keywords.startswith("svodka/2026Q3/1/")
    with zipfile.ZipFile(io.BytesIO(rendered)) as archive:
        assert len({part.date_time for part in archive.infolist()}) == 1
        assert archive.testzip() is None


@pytest.mark.parametrize("which", ["everything", "wide"])
def test_equal_content_gives_equal_bytes(which, monkeypatch):
    first = workbook.render(contents()[which])
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 2, 3, 4, 6, 0, 1, 0))
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    assert workbook.render(contents()[which]) == first
