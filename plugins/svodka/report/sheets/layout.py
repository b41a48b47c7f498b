"""How a sheet looks: fonts, tables, heights, the printed page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from textwrap import wrap
from typing import Any, Literal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.neutral_text import neutral

FONT = "Arial"
TITLE = Font(name=FONT, size=14, bold=True)
SUBTITLE = Font(name=FONT, size=11, color="404040")
HEADING = Font(name=FONT, size=11, bold=True)
BODY = Font(name=FONT, size=10)
STRONG = Font(name=FONT, size=10, bold=True)
HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
LINE = Side(style="thin", color="A6A6A6")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
LINE_HEIGHT = 13.5  # points of one line of Arial 10
A4 = 9
SHOWN_PLACES = 2  # a sum of hours holds six; the cell keeps them

Kind = Literal["text", "number"]


@dataclass(frozen=True)
class Column:
    """One column of a table: its header, its width in characters, and what stands in it."""

    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Starred:
    """A number shown with an asterisk: a remark below the title says what it means."""

    number: Decimal


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width


def write_line(sheet: Worksheet, row: int, text: str, font: Font = BODY, columns: Sequence[Column] = ()) -> int:
    """Text in the first column that runs over the whole table; returns the next row."""
    cell = sheet.cell(row, 1)
    put(cell, text)
    cell.font = font
    width = sum(column.width for column in columns)
    if width:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        size = font.sz or 10
        sheet.row_dimensions[row].height = n_lines(text, width * 10 / size) * LINE_HEIGHT * size / 10 + 3
    return row + 1


def write_table(sheet: Worksheet, row: int, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """A header and its rows, from `row` down; returns the row after the last."""
    write_row(sheet, row, columns, [column.title for column in columns], is_header=True)
    for values in rows:
        row += 1
        write_row(sheet, row, columns, values)
    return row + 1


def write_row(
    sheet: Worksheet, row: int, columns: Sequence[Column], values: Sequence[Any], is_header: bool = False
) -> None:
    lines = 1
    for position, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(row, position)
        put(cell, value)
        cell.border = GRID
        cell.font = STRONG if is_header else BODY
        is_number = column.kind == "number" and not is_header
        across = "center" if is_header else "right" if is_number else "left"
        down = "center" if is_header else "top"
        indent = 0 if is_header or is_number else 1
        cell.alignment = Alignment(wrap_text=not is_number, vertical=down, horizontal=across, indent=indent)
        if is_header:
            cell.fill = HEADER_FILL
        if isinstance(value, str):
            lines = max(lines, n_lines(value, column.width * (0.9 if is_header else 1)))
    sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3


def put(cell: Cell | MergedCell, value: Any) -> None:
    """Sets a value: text is made harmless, a number gets its format from its own places, a starred one its star."""
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = neutral(value)
        cell.data_type = "s"
    elif isinstance(value, Starred):
        put(cell, value.number)
        cell.number_format += '"*"'
    elif isinstance(value, (Decimal, int)):
        cell.value = value
        exponent = Decimal(value).as_tuple().exponent
        places = min(-exponent, SHOWN_PLACES) if isinstance(exponent, int) and exponent < 0 else 0
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")


@cache
def n_lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of that width: a tenth more letters fit than zeros of the default font."""
    letters = max(1, int(width * 1.1) - 2)
    return sum(max(1, len(wrap(part, letters))) for part in text.split("\n"))


def set_page(sheet: Worksheet, header_row: int | None, last_column: int, footer: str) -> None:
    """A4 landscape, one page wide; the header row stands still on the screen and on each printed page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.35
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter = HeaderFooterItem(left=_HeaderFooterPart(footer), right=_HeaderFooterPart("Лист &P из &N"))
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:{get_column_letter(last_column)}{sheet.max_row}"
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
        sheet.freeze_panes = f"A{header_row + 1}"
