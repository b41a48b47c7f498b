"""Indicators with numerator and denominator: in total, by channel, by направление."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.no_data import codes_without_data, folded_line
from svodka.report.past import partial_remarks
from svodka.report.sheets.cover import change, light
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, is_slice, is_total, shown_cell
from svodka.report.standing import standings
from svodka.report.wording import flag_words

CODE = Column("Код", 8.5)
TITLE = Column("Показатель", 46)
VALUES = (
    Column("Числитель", 14, "number"),
    Column("Знаменатель", 16, "number"),
    Column("Значение", 14, "number"),
    Column("Ед.", 8),
)
REMARK = Column("Примечание", 24)
STANDING = (Column("Оценка", 24), Column("Цель", 16), Column("К прошлому кварталу", 26))
TOTAL = (CODE, TITLE, *VALUES, *STANDING, REMARK)
BY_CHANNEL = (CODE, Column("Канал", 42), TITLE, *VALUES, REMARK)
BY_BLOCK = (CODE, Column("Направление", 42), TITLE, *VALUES, REMARK)


def write_total(sheet: Worksheet, content: Content) -> None:
    """The totals; those without data are folded into one line that says what to export."""
    missing, known, titles = codes_without_data(content), standings(content), content.titles
    rows, partial = [], partial_remarks(content)
    for row in content.document["values"]:
        if is_total(row) and row["indicator"] not in missing:
            standing = known[row["indicator"]]
            title, *values, remark = cells(row, titles)
            verdict = [light(standing), standing.target_words, change(standing)]
            remark = "; ".join(part for part in (remark, partial.get(row["indicator"])) if part)
            rows.append([row["indicator"], title, *values, *verdict, remark])
    write(sheet, content, "Показатели в целом", TOTAL, rows, folded_line(content, missing))


def write_by_channel(sheet: Worksheet, content: Content) -> None:
    names = content.channels
    write_slices(sheet, content, "Показатели по каналам", BY_CHANNEL, "channel", lambda name: names.get(name, name))


def write_by_block(sheet: Worksheet, content: Content) -> None:
    write_slices(sheet, content, "Показатели по направлениям", BY_BLOCK, "block", str)


def write_slices(
    sheet: Worksheet,
    content: Content,
    heading: str,
    columns: Sequence[Column],
    dimension: str,
    named: Callable[[str], str],
) -> None:
    """A row a value of the dimension; rows without data are counted in one line."""
    titles = content.titles
    all_rows = [row for row in content.document["values"] if is_slice(row, dimension)]
    rows = [
        [row["indicator"], named(row["slice"][dimension]), *cells(row, titles)]
        for row in all_rows
        if row["value"] is not None
    ]
    n_empty = len(all_rows) - len(rows)
    folded = f"Не показано строк, в которых случаев для расчёта не было (знаменатель 0): {n_empty}." if n_empty else ""
    write(sheet, content, heading, columns, rows, folded)


def write(
    sheet: Worksheet,
    content: Content,
    heading: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    folded: str,
) -> None:
    set_widths(sheet, columns)
    row = write_line(sheet, 1, f"{heading} {content.face.period_text}", HEADING, columns)
    header_row = (write_line(sheet, row, folded, columns=columns) if folded else row) + 1
    write_table(sheet, header_row, columns, rows)
    set_page(sheet, header_row, len(columns), content.face.footer)


def cells(row: Mapping[str, Any], titles: Mapping[str, str]) -> list[Any]:
    """Title, numerator, denominator, shown value, unit, remark: the numbers as the document has them."""
    return [
        titles.get(row["indicator"], row["indicator"]),
        Decimal(row["numerator"]),
        DASH if row["denominator"] is None else Decimal(row["denominator"]),
        shown_cell(row),
        row["unit"],
        flag_words(row),
    ]
