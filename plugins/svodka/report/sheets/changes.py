"""What has changed since the previous edition: every value that differs, what it was and is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.catalogue import titles
from svodka.report.changes import Change, changes
from svodka.report.content import Content, Previous
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH, ONE_PLACE, russian, shown_number, trimmed
from svodka.report.slice_words import slice_words
from svodka.report.standing import ARROWS, rounded, signed, unit_of
from svodka.report.wording import STATUS, local_time

SHOWN = 5_000
COLUMNS = (
    Column("Код", 8),
    Column("Показатель", 40),
    Column("Срез", 34),
    Column("Было", 11, "number"),
    Column("Было: из чего", 17),
    Column("Стало", 11, "number"),
    Column("Стало: из чего", 17),
    Column("Разница", 14),
    Column("Почему", 44),
)
FIRST = "Это первая выпущенная редакция отчёта за квартал: сравнивать не с чем."
NOTE = (
    "Перечислены только значения, которые различаются; сначала показатели в целом, затем срезы, в которых изменилось "
    "больше записей. «Из чего» — числитель и знаменатель. Разность долей — в процентных пунктах (п.п.)."
)


def write(sheet: Worksheet, content: Content) -> None:
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, f"Изменения {content.face.period_text}", HEADING, COLUMNS)
    previous = content.previous
    if previous is None:
        write_line(sheet, row, FIRST, columns=COLUMNS)
        set_page(sheet, None, len(COLUMNS), content.face.footer)
        return
    found = changes(previous.document, content.document)
    for line in facts(content, previous, len(found)):
        row = write_line(sheet, row, line, columns=COLUMNS)
    header_row = None
    if found:
        header_row = write_line(sheet, row, NOTE, columns=COLUMNS) + 1
        names = {**titles(previous.document, content.catalogue), **content.titles}
        end = write_table(sheet, header_row, COLUMNS, [change_row(one, names, content) for one in found[:SHOWN]])
        if len(found) > SHOWN:
            write_line(
                sheet,
                end,
                f"… и ещё {len(found) - SHOWN}: сравните приложения (figures.csv) двух редакций.",
                columns=COLUMNS,
            )
    set_page(sheet, header_row, len(COLUMNS), content.face.footer)


def facts(content: Content, previous: Previous, n_changes: int) -> list[str]:
    """With what it is compared and how much differs, a sentence a line."""
    moment = local_time(datetime.fromisoformat(previous.document["as_of"]), content.face.zone)
    n_values = len(content.document["values"])
    differs = f"Изменилось значений: {n_changes} (всего в редакции {n_values})."
    return [
        f"Сравнивается с редакцией {previous.number} ({STATUS.get(previous.kind, previous.kind)}): в ней учтено всё, "
        f"что поступило до {moment}.",
        differs if n_changes else "Значения показателей не изменились.",
    ]


def change_row(one: Change, names: Mapping[str, str], content: Content) -> list[Any]:
    row = one.row
    return [
        row["indicator"],
        names.get(row["indicator"], row["indicator"]),
        slice_words(row["slice"], content.channels),
        value_cell(one.was),
        sums(one.was),
        value_cell(one.now),
        sums(one.now),
        difference(one),
        one.why,
    ]


def value_cell(row: Mapping[str, Any] | None) -> Any:
    number = None if row is None else shown_number(row)
    return DASH if number is None else number


def sums(row: Mapping[str, Any] | None) -> str:
    """«2 из 40», «68 / 3» to the digit: a rounded value may hide the difference; of a count its unit."""
    if row is None:
        return DASH
    if row["denominator"] is None:
        return f"{row['unit']}"
    numerator, denominator = Decimal(row["numerator"]), Decimal(row["denominator"])
    between = "из" if row["unit"] == "%" and 0 <= numerator <= denominator else "/"
    return f"{exact(numerator)} {between} {exact(denominator)}"


def exact(number: Decimal) -> str:
    """Without the noughts at its end."""
    return russian(trimmed(number)).replace("-", "−")


def difference(one: Change) -> str:
    """«↑ +3 ед.», «↓ −2,5 п.п.»; what is less than a tenth is said to be."""
    exactly, row = one.difference, one.row
    if exactly is None:
        return DASH
    unit = "п.п." if row["unit"] == "%" else row["unit"]
    shown = rounded(exactly, 0 if row["denominator"] is None else 1)
    if not exactly:
        return "значение то же"
    arrow = ARROWS["up" if exactly > 0 else "down"]
    if not shown:
        return f"{arrow} менее чем на 0,1 {unit_of(ONE_PLACE, unit)}"
    return f"{arrow} {signed(shown)} {unit_of(abs(shown), unit)}"
