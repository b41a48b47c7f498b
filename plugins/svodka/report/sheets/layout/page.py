"""The printed page and the first sight of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.sheets.layout.styles import FONT

A4 = 9
LONGEST_PART = 80  # characters of a part of the footer: Excel takes 255 in all, with their codes
WIDE, HIGH = 11.69 * 72, 8.27 * 72  # points of A4 landscape
SIDES, TOP, BOTTOM, FOOTER = 0.5, 0.5, 0.75, 0.35  # inches
UNIT, PADDING, ROW = 5.25, 3.75, 13.5  # points: of a width's unit, of a column besides, of a row as it is
SURE, SMALLEST = 0.96, 10  # programs differ in a letter's breadth: no column may fall off the page; per cent


def set_page(
    sheet: Worksheet,
    header_row: int | None,
    last_column: int,
    footer: tuple[str, str],
    frozen_columns: int = 0,
    is_one_page: bool = False,
) -> None:
    """A4 landscape, one page wide, and one page high where told so.

    `footer`: on the left and in the middle of each page; sheet and page stand on the right. The header row stands still
    on the screen and on each printed page, the first columns on the screen.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    _fit(sheet, last_column, is_one_page)
    sheet.page_margins.left = sheet.page_margins.right = SIDES
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = TOP, BOTTOM, FOOTER
    sheet.print_options.horizontalCentered = True
    town, edition = (part[:LONGEST_PART].replace("&", "&&") for part in footer)
    parts = {"left": town, "center": edition, "right": "«&A». Лист &P из &N"}
    sheet.oddFooter = HeaderFooterItem(**{place: footer_part(text) for place, text in parts.items()})
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:{get_column_letter(last_column)}{sheet.max_row}"
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
        sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header_row + 1}"


def keep_together(sheet: Worksheet, last_column: int, blocks: Sequence[tuple[int, int]]) -> None:
    """Begins a new page before each of the blocks (their first and last rows) that the end of a page would part."""
    room = (HIGH - (TOP + BOTTOM) * 72) / scale_of(sheet, last_column) * SURE
    used, row = 0.0, 1
    for first, last in blocks:
        used = (used + height_of(sheet, row, first - 1)) % room
        if used + height_of(sheet, first, last) > room:
            sheet.row_breaks.append(Break(id=first - 1))
            used = 0.0
        row = first


def height_of(sheet: Worksheet, first: int, last: int) -> float:
    """Points."""
    return sum(sheet.row_dimensions[row].height or ROW for row in range(first, last + 1))


def scale_of(sheet: Worksheet, last_column: int) -> float:
    """By how much the columns shrink to be one page wide."""
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, last_column + 1)]
    return min(1.0, (WIDE - 2 * SIDES * 72) / sum(width * UNIT + PADDING for width in widths))


def _fit(sheet: Worksheet, last_column: int, is_one_page: bool) -> None:
    """One page wide. Programs do not heed page breaks when they fit a sheet themselves: one with breaks has a scale."""
    has_breaks = bool(sheet.row_breaks.brk)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=not has_breaks)
    if has_breaks:
        sheet.page_setup.scale = max(SMALLEST, int(scale_of(sheet, last_column) * SURE * 100))
        return
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if is_one_page else 0


def footer_part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text, font=f"{FONT},Regular", size=8)
