"""Indicators with numerator and denominator: in total, by channel, by направление."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.data_state import DataState
from svodka.report.face import Face
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, is_slice, is_total, shown_number
from svodka.report.wording import flag_words

CODE = Column("Код", 8)
VALUES = (
    Column("Показатель", 50),
    Column("Числитель", 16, "number"),
    Column("Знаменатель", 14, "number"),
    Column("Значение", 12, "number"),
    Column("Ед.", 7),
    Column("Примечание", 42),
)
TOTAL = (CODE, *VALUES)
BY_CHANNEL = (CODE, Column("Канал", 26), *VALUES)
BY_BLOCK = (CODE, Column("Направление", 30), *VALUES)


def write_total(sheet: Worksheet, document: Mapping[str, Any], titles: Mapping[str, str], face: Face) -> None:
    rows = [[row["indicator"], *cells(row, titles)] for row in document["values"] if is_total(row)]
    write(sheet, f"Показатели в целом {face.period_text}", TOTAL, rows, face)


def write_by_channel(
    sheet: Worksheet, document: Mapping[str, Any], states: Sequence[DataState], titles: Mapping[str, str], face: Face
) -> None:
    names = {state.channel: state.title for state in states}
    rows = [
        [row["indicator"], names.get(row["slice"]["channel"], row["slice"]["channel"]), *cells(row, titles)]
        for row in document["values"]
        if is_slice(row, "channel")
    ]
    write(sheet, f"Показатели по каналам {face.period_text}", BY_CHANNEL, rows, face)


def write_by_block(sheet: Worksheet, document: Mapping[str, Any], titles: Mapping[str, str], face: Face) -> None:
    rows = [
        [row["indicator"], row["slice"]["block"], *cells(row, titles)]
        for row in document["values"]
        if is_slice(row, "block")
    ]
    write(sheet, f"Показатели по направлениям {face.period_text}", BY_BLOCK, rows, face)


def write(sheet: Worksheet, heading: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], face: Face) -> None:
    set_widths(sheet, columns)
    header_row = write_line(sheet, 1, heading, HEADING, columns) + 1
    end = write_table(sheet, header_row, columns, rows)
    last = sheet.cell(max(end - 1, header_row), len(columns)).coordinate
    sheet.auto_filter.ref = f"A{header_row}:{last}"
    set_page(sheet, header_row, len(columns), face.edition_text)


def cells(row: Mapping[str, Any], titles: Mapping[str, str]) -> list[Any]:
    """Title, numerator, denominator, shown value, unit, remark: the numbers as the document has them."""
    shown = shown_number(row)
    return [
        titles.get(row["indicator"], row["indicator"]),
        Decimal(row["numerator"]),
        DASH if row["denominator"] is None else Decimal(row["denominator"]),
        DASH if shown is None else shown,
        row["unit"],
        flag_words(row),
    ]
