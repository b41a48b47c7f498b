"""One line an organisation or department that answers the messages."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.sheets import matrix
from svodka.report.shown_value import is_slice

SOME = "Сообщения без указанного исполнителя входят только в строку «Всего»."


def write(sheet: Worksheet, content: Content) -> None:
    matrix.write(sheet, content, "По исполнителям", "Исполнитель", "executor", f"{matrix.NOTE} {SOME}")


def is_shown(content: Content) -> bool:
    """Whether any value of the document is of an executor."""
    return any(is_slice(row, "executor") for row in content.document["values"])
