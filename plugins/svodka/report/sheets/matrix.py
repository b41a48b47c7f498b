"""One line a направление or an executor: what came in, what was worked off, what was late, how long it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.no_data import codes_without_data, without_blind
from svodka.report.sheets.layout import HEADING, Column, Shown, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, is_slice, is_total, shown_cell

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
NOTE = (
    "«2 из 4» — записей мало, доля не показана; «22,7 по 3 зап.» — среднее по стольким записям; «—» — случаев не было."
)
TOTAL = "Всего"


def write(sheet: Worksheet, content: Content, heading: str, title: str, dimension: str, note: str = NOTE) -> None:
    """`title`: the header of the first column; `dimension`: the slice whose values it names."""
    present = {row["indicator"] for row in content.document["values"]}
    codes = [code for code in COLUMNS_OF if code in present]
    columns = [Column(title, 46), *(Column(COLUMNS_OF[code], 16, "number") for code in codes)]
    set_widths(sheet, columns)
    row = write_line(sheet, 1, f"{heading} {content.face.period_text}", HEADING, columns)
    header_row = write_line(sheet, row, note, columns=columns) + 1
    write_table(sheet, header_row, columns, matrix(content, codes, dimension))
    set_page(sheet, header_row, len(columns), content.face.footer, frozen_columns=1)


def matrix(content: Content, codes: Sequence[str], dimension: str) -> list[list[Any]]:
    """One row a value of the dimension, by name, and the total below."""
    found: dict[str, dict[str, Any]] = {}
    totals = {}
    missing = codes_without_data(content)
    for row in content.document["values"]:
        if is_slice(row, dimension):
            found.setdefault(row["slice"][dimension], {})[row["indicator"]] = row
        elif is_total(row):
            totals[row["indicator"]] = without_blind(row, missing)
    named = [[name, *(shown(rows.get(code)) for code in codes)] for name, rows in sorted(found.items())]
    total = [Shown(shown(totals.get(code)), "strong_number") for code in codes]
    return [*named, [Shown(TOTAL, "strong"), *total]]


def shown(row: Mapping[str, Any] | None) -> Any:
    return DASH if row is None else shown_cell(row)
