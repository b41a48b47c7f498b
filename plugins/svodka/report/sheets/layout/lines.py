"""A line of text outside the tables: it runs over the empty cells to its right, and is broken where they end."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.sheets.layout.styles import BODY
from svodka.report.sheets.layout.table import Column, put
from svodka.report.sheets.layout.text import LINE_HEIGHT, SIZE, split


def write_line(sheet: Worksheet, row: int, text: str, font: Font = BODY, columns: Sequence[Column] = ()) -> int:
    """Text in the first column, as wide as the columns, in as many rows as it takes; returns the next row."""
    size = font.sz or SIZE
    width = sum(column.width for column in columns)
    for line in split(text, width, size, bool(font.b)) if columns else [text]:
        cell = sheet.cell(row, 1)
        put(cell, line)
        cell.font = font
        if size > SIZE:
            sheet.row_dimensions[row].height = LINE_HEIGHT * size / SIZE + 3
        row += 1
    return row
