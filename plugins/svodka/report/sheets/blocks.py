"""One line a направление: what came in, what was worked off, what was late, how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.face import Face
from svodka.report.sheets.layout import HEADING, Column, Starred, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, is_slice, is_total, shown_number

# Mean times of different norms (hours, 30 days) are never mixed: each has its own column (domain §10.3).
COLUMNS_OF = {
    "S-01": "Поступило, ед.",
    "S-04": "Отработано, %",
    "S-03": "С нарушением срока, %",
    "I-01": "Инцидент: среднее время ответа, ч",
    "I-02": "Инцидент: с нарушением норматива, %",
    "P-01": "ПОС: средний срок ответа, дн.",
    "P-02": "ПОС: с нарушением срока, %",
    "P-04": "ПОС: оценки 4 и 5, %",
    "A-06": "59-ФЗ: средний срок, дн.",
    "A-01": "59-ФЗ: с нарушением срока, %",
}
SMALL = "* мало данных: числитель и знаменатель — на листе «Направления подробно»."


def write(sheet: Worksheet, document: Mapping[str, Any], face: Face) -> None:
    present = {row["indicator"] for row in document["values"]}
    codes = [code for code in COLUMNS_OF if code in present]
    columns = [Column("Направление", 46), *(Column(COLUMNS_OF[code], 16, "number") for code in codes)]
    set_widths(sheet, columns)
    row = write_line(sheet, 1, f"По направлениям деятельности {face.period_text}", HEADING, columns)
    row = write_line(sheet, row, SMALL, columns=columns)
    header_row = row + 1
    write_table(sheet, header_row, columns, matrix(document, codes))
    set_page(sheet, header_row, len(columns), face.edition_text)


def matrix(document: Mapping[str, Any], codes: list[str]) -> list[list[Any]]:
    """One row a block that has any value, in the order of the document, and the total below."""
    by_block: dict[str, dict[str, Any]] = {}
    totals = {}
    for row in document["values"]:
        if is_slice(row, "block"):
            by_block.setdefault(row["slice"]["block"], {})[row["indicator"]] = row
        elif is_total(row):
            totals[row["indicator"]] = row
    named = [*sorted(by_block.items()), ("Всего", totals)]
    return [[block, *(shown(rows.get(code)) for code in codes)] for block, rows in named]


def shown(row: Mapping[str, Any] | None) -> Any:
    """The number; with an asterisk when few records stand behind it; a dash when there is none."""
    number = None if row is None else shown_number(row)
    if row is None or number is None:
        return DASH
    return Starred(number) if "SMALL_N" in row["flags"] else number
