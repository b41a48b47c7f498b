"""A table: a real one, with a name, a header row and a filter, so that a program and a screen reader find their way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.sheets.layout.styles import BOLD_ROLES, Role, Styles, number_format
from svodka.report.sheets.layout.text import LINE_HEIGHT, clean, n_lines, width_of_header

Kind = Literal["text", "number", "mark"]
BANDED = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)  # grey bands: a print without colours keeps them
ADDRESS = re.compile(r"[A-Z]{1,3}\d*|R\d*(C\d*)?", re.IGNORECASE)  # a name that would be taken for a cell or a column
NOTHING, DASH = "Нет записей", "—"


@dataclass(frozen=True)
class Column:
    """One column of a table: its header, its width in characters, and what stands in it."""

    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Shown:
    """A value in another role than its column's: a link, a good or a bad one."""

    value: Any
    role: Role


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width


def write_table(
    sheet: Worksheet,
    row: int,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    name: str | None = None,
    is_filtered: bool = True,
) -> int:
    """A header and its rows, from `row` down; returns the row after the last.

    `name`: what the table is called, its sheet's title if not given; a number is added to a name that is taken.
    A table without rows says so in one.
    """
    first = row
    titles = [clean(column.title) for column in columns]
    assert all(titles) and len({title.casefold() for title in titles}) == len(titles), f"headers: {titles}"
    _write_header(sheet, row, columns, is_filtered)
    styles = Styles(sheet)
    for values in rows:
        row += 1
        _write_row(styles, row, columns, values)
    if row == first:
        row += 1
        widest = max(columns, key=lambda column: column.width)
        _write_row(styles, row, columns, [NOTHING if column is widest else DASH for column in columns])
    ref = f"A{first}:{get_column_letter(len(columns))}{row}"
    table = Table(displayName=_free_name(sheet, name or sheet.title), ref=ref, tableStyleInfo=BANDED)
    table.tableColumns = [TableColumn(id=n, name=title) for n, title in enumerate(titles, start=1)]
    if is_filtered:
        table.autoFilter = AutoFilter(ref=ref)
    sheet.add_table(table)
    return row + 1


def put(cell: Cell | MergedCell, value: Any) -> None:
    """Sets a value: text is made harmless, a number gets its format from its own places."""
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
    elif isinstance(value, (Decimal, int)):
        cell.value = value
        cell.number_format = number_format(value)


def _write_header(sheet: Worksheet, row: int, columns: Sequence[Column], is_filtered: bool) -> None:
    """A column that is too narrow for a word of its header is widened."""
    lines, styles = 1, Styles(sheet)
    for position, column in enumerate(columns, start=1):
        role: Role = "header" if column.kind == "text" else "header_number"
        _write_cell(styles, row, position, clean(column.title), role)
        width = max(column.width, width_of_header(column.title, is_filtered))
        dimension = sheet.column_dimensions[get_column_letter(position)]
        dimension.width = max(dimension.width, width)
        lines = max(lines, n_lines(column.title, width, True, is_filtered))
    sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3


def _write_row(styles: Styles, row: int, columns: Sequence[Column], values: Sequence[Any]) -> None:
    lines = 1
    for position, (column, given) in enumerate(zip(columns, values, strict=True), start=1):
        value, role = (given.value, given.role) if isinstance(given, Shown) else (given, column.kind)
        if isinstance(value, str):
            value = clean(value)
            lines = max(lines, n_lines(value, column.width, role in BOLD_ROLES))
        _write_cell(styles, row, position, value, role)
    if lines > 1:
        styles.sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3


def _write_cell(styles: Styles, row: int, position: int, value: Any, role: Role) -> None:
    """Into the sheet's own store: the public way makes a style for each cell, then throws it away."""
    cell: Any = Cell.__new__(Cell)
    cell.parent, cell.row, cell.column, cell._value = styles.sheet, row, position, value
    cell._hyperlink = cell._comment = None
    if isinstance(value, str):
        cell.data_type, cell._style = "s", styles[role, "General"]
    else:
        cell.data_type = "n"
        cell._style = styles[role, "General" if value is None else number_format(value)]
    styles.sheet._cells[row, position] = cell


def _book(sheet: Worksheet) -> Workbook:
    assert sheet.parent is not None
    return sheet.parent


def _free_name(sheet: Worksheet, wanted: str) -> str:
    """The wanted name as Excel takes it, unlike all names of the workbook's tables."""
    word = re.sub(r"\W+", "_", wanted).strip("_")
    word = f"Таблица_{word}" if not word or word[0].isdigit() or ADDRESS.fullmatch(word) else word
    taken = {name.casefold() for one in _book(sheet).worksheets for name in one.tables}
    name, number = word, 1
    while name.casefold() in taken:
        number += 1
        name = f"{word}_{number}"
    return name
