"""The control list as a file to work with: xlsx and csv, all rows asked for, nothing personal in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from svodka.control.control_list import Listed
from svodka.control.list_words import moment, said_of
from svodka.report.book_writer import saved
from svodka.report.neutral_text import neutral, well_formed

HEADERS = (
    "Номер", "Канал", "Направление", "Исполнитель", "Срок", "Ответить до", "Дней до срока", "Что с ним", "Нужно для",
)  # fmt: skip
WIDTHS = (18, 26, 26, 30, 17, 14, 10, 60, 16)


def as_xlsx(rows: Sequence[Listed], now: datetime) -> bytes:
    """A workbook of one sheet with a filter; `now`: the time of the file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Сроки"
    sheet.append(HEADERS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append(cells(row))
    for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:I{len(rows) + 1}"
    return saved(book, now)


def as_csv(rows: Sequence[Listed]) -> bytes:
    """Semicolons and a mark of the encoding, as Excel of a Russian Windows reads it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(cells(row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cells(row: Listed) -> list[str | int | None]:
    """One message; what came from a source is never a formula."""
    return [
        neutral(well_formed(row.number)),
        row.channel,
        neutral(well_formed(row.block)),
        neutral(well_formed(row.executor or "")),
        moment(row.due) if row.due else "",
        f"{row.control:%d.%m.%Y}" if row.control else "",
        row.days_left,
        "; ".join(said_of(row)),
        ", ".join(row.helps),
    ]
