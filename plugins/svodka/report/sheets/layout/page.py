"""The printed page and the first sight of a sheet."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.sheets.layout.styles import FONT

A4 = 9


def set_page(
    sheet: Worksheet,
    header_row: int | None,
    last_column: int,
    footer: str,
    frozen_columns: int = 0,
    is_one_page: bool = False,
) -> None:
    """A4 landscape, one page wide, and one page high where told so.

    The header row stands still on the screen and on each printed page, the first columns on the screen.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if is_one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.35
    sheet.print_options.horizontalCentered = True
    parts = {"left": footer, "center": "&A", "right": "Лист &P из &N"}
    sheet.oddFooter = HeaderFooterItem(**{place: footer_part(text) for place, text in parts.items()})
    sheet.sheet_view.showGridLines = False
    sheet.print_area = f"A1:{get_column_letter(last_column)}{sheet.max_row}"
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
        sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header_row + 1}"


def footer_part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text, font=f"{FONT},Regular", size=8)
