"""One line a направление деятельности."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.sheets import matrix


def write(sheet: Worksheet, content: Content) -> None:
    matrix.write(sheet, content, "По направлениям деятельности", "Направление", "block")
