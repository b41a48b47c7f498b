"""The writer of rows as text: what it saves is read back as what openpyxl's own writer saves."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink

from svodka.report.book_writer import repacked, saved

MOMENT = datetime.fromisoformat("2026-10-02T02:15:00")
XML_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r", min_codepoint=32), max_size=30)


def by_openpyxl(book: openpyxl.Workbook) -> bytes:
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()


def said(content: bytes) -> list[tuple[Any, ...]]:
    """Everything that a reader finds in the cells, and in the rows' heights."""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    found: list[tuple[Any, ...]] = []
    for sheet in book:
        found += [(sheet.title, "height", row, one.height) for row, one in sorted(sheet.row_dimensions.items())]
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            link, note = cell.hyperlink, cell.comment
            found.append(
                (sheet.title, cell.coordinate, cell.value, cell.value is None or cell.data_type, cell.number_format,
                 cell.font.b, link and (link.location or link.target), note and note.text)
            )  # fmt: skip
    return found


def everything() -> openpyxl.Workbook:
    """Each kind of cell that there may be, in rows that are not in order."""
    book = openpyxl.Workbook()
    sheet = book.active
    values = [
        "текст", " с краёв ", "две\nстроки", "<&>\"'", "", 0, -7, 12.5, Decimal("2345.678901"), Decimal("1E+3"), 1e300,
        True, None, date(2026, 7, 1), MOMENT, "=1+1", "#N/A",
        CellRichText("а", TextBlock(InlineFont(b=True), "б")),
    ]  # fmt: skip
    for row, value in zip(range(len(values), 0, -1), values, strict=True):
        sheet.cell(row, 2, value)
        sheet.cell(row, 1, row).font = Font(bold=row % 2 == 0)
    sheet["D1"], sheet["D2"] = "ссылка", "внутрь"
    sheet["D1"].hyperlink = "https://example.org/"
    sheet["D2"].hyperlink = Hyperlink(ref="D2", location="'Второй'!A1")
    sheet["E1"] = "с примечанием"
    sheet["E1"].comment = Comment("примечание", "Сводка")
    sheet["AB30"] = "далеко"
    sheet.row_dimensions[2].height = 40.5
    sheet.row_dimensions[50].height = 20
    book.create_sheet("Второй")["A1"] = "второй"
    book.create_sheet("Пустой")
    return book


def test_all_kinds_of_cells_are_read_back_as_from_openpyxls_own_writer():
    assert said(saved(everything(), MOMENT)) == said(by_openpyxl(everything()))


NUMBER = st.one_of(st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(XML_TEXT, NUMBER), max_size=30))
def test_any_text_and_number_come_back(values):
    book = openpyxl.Workbook()
    for row, value in enumerate(values, start=1):
        book.active.cell(row, 1).value = value
        if isinstance(value, str):
            book.active.cell(row, 1).data_type = "s"
    read = openpyxl.load_workbook(io.BytesIO(saved(book, MOMENT))).active
    found = [read.cell(row, 1).value for row in range(1, len(values) + 1)]
    assert ["" if value is None else value for value in found] == values


def test_every_part_has_the_one_moment_and_can_be_read():
    with zipfile.ZipFile(io.BytesIO(saved(everything(), MOMENT))) as archive:
        assert archive.testzip() is None
        assert {part.date_time for part in archive.infolist()} == {(2026, 10, 2, 2, 15, 0)}
        assert {part.compress_type for part in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert len(archive.namelist()) == len(set(archive.namelist()))


def test_spaces_at_the_ends_are_marked_as_text_for_programs_that_would_drop_them():
    with zipfile.ZipFile(io.BytesIO(saved(everything(), MOMENT))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<t xml:space="preserve"> с краёв </t>' in sheet
    assert "<t>текст</t>" in sheet


def test_equal_workbooks_have_equal_bytes():
    assert saved(everything(), MOMENT) == saved(everything(), MOMENT)


def test_repacking_keeps_the_parts_and_takes_the_time_away():
    first = by_openpyxl(everything())
    again = repacked(first, MOMENT)
    with zipfile.ZipFile(io.BytesIO(first)) as source, zipfile.ZipFile(io.BytesIO(again)) as target:
        assert {name: source.read(name) for name in source.namelist()} == {
            name: target.read(name) for name in target.namelist()
        }
        assert {part.date_time for part in target.infolist()} == {(2026, 10, 2, 2, 15, 0)}
