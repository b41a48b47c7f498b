"""The table of responsible persons as a workbook to be edited: lists to choose from, dates as dates, phones as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.book_writer import saved
from svodka.responsible.words import COLUMN_TITLES, ROLE_TITLES, WAY_TITLES
from svodka.settings import Person

SHEET = "Ответственные"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # equal tables give equal bytes
LAST_ROW = 200  # down to which lists are offered
NARROWEST, WIDEST = 10, 60  # letters in a column
ANYTHING = "@"  # Excel's format of text: a phone keeps its plus
DATE = "DD.MM.YYYY"
LINE = Side("thin", color="999999")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def responsible_workbook(persons: Sequence[Person]) -> bytes:
    """The xlsx of the table; `svodka responsible FILE` reads it back as the same persons."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(list(COLUMN_TITLES.values()))
    for person in persons:
        sheet.append(_cells(person))
    _dress(sheet)
    book.properties.creator = book.properties.lastModifiedBy = "Сводка"
    book.properties.created = book.properties.modified = MOMENT
    return saved(book, MOMENT)


def _cells(person: Person) -> list[Any]:
    told = {
        **person.model_dump(),
        "role": ROLE_TITLES[person.role],
        "way": WAY_TITLES[person.way],
        "deputy": person.stands_in_for or ("да" if person.is_deputy else None),
    }
    return [told[name] or None for name in COLUMN_TITLES]


def _dress(sheet: Worksheet) -> None:
    n_rows = sheet.max_row
    for place, name in enumerate(COLUMN_TITLES, start=1):
        longest = max(len(str(cell.value or "")) for cell in next(sheet.iter_cols(place, place, 1, n_rows)))
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest, NARROWEST), WIDEST) + 2
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(1, place).fill = PatternFill("solid", fgColor="DDDDDD")
        for row in range(1, n_rows + 1):
            sheet.cell(row, place).border = FRAME
        for row in range(2, LAST_ROW + 1):
            sheet.cell(row, place).number_format = DATE if name in ("valid_from", "valid_to") else ANYTHING
    for name, words in (("role", ROLE_TITLES.values()), ("way", WAY_TITLES.values())):
        letter = get_column_letter(list(COLUMN_TITLES).index(name) + 1)
        offered = DataValidation(
            type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True,
            errorTitle="Нет такого слова", error=f"Выберите из списка: {', '.join(words)}",
        )  # fmt: skip
        offered.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(offered)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
