"""What a workbook shows: cells, what hides them, headers and footers, comments, what lies over the sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.verification.cell_look import Palette, hides, is_hidden_by_format
from svodka.report.verification.said_drawings import drawings
from svodka.report.verification.said_words import effect_of, flat, parsed, plain_number, words_of

NARROW = 1.0  # characters of a column's width, points of a row's height: nothing can be read
SIDES = {"left": "слева", "center": "в середине", "right": "справа"}
MARGINS = {
    "oddHeader": "верхний колонтитул",
    "oddFooter": "нижний колонтитул",
    "evenHeader": "верхний колонтитул чётных страниц",
    "evenFooter": "нижний колонтитул чётных страниц",
    "firstHeader": "верхний колонтитул первой страницы",
    "firstFooter": "нижний колонтитул первой страницы",
}

TEXT_SECTION = 3  # of a number format: the fourth is for texts


def workbook(content: bytes) -> Iterator[tuple[str, str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    palette = Palette.of(book)
    for sheet in book.worksheets:
        where = f"лист «{sheet.title}»"
        for place, said in (*_hidden(sheet), *_margins(sheet), *_conditions(sheet, palette)):
            yield where + place, said
        for row in sheet.iter_rows():
            for cell in row:
                for place, said in _cell(cell, palette):
                    yield f"{where}, ячейка {cell.coordinate}{place}", said
    yield from drawings(content)
    yield from _doubled(content)


def _cell(cell: Any, palette: Palette) -> Iterator[tuple[str, str]]:
    if getattr(cell, "comment", None) is not None:
        yield ", примечание", flat(cell.comment.text)
    if cell.value is None or not str(cell.value).strip():
        return
    yield "", _shown(cell.value, cell.number_format)
    yield ", видимость", palette.unseen(cell)
    if isinstance(cell, Cell) and (colour := palette.font(cell.font)) != "000000":
        yield ", цвет текста", colour


def _hidden(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    if sheet.sheet_state != "visible":
        yield "", "скрыт"
    for number, row in sheet.row_dimensions.items():
        if row.hidden or (row.height is not None and row.height < NARROW):
            yield f", строка {number}", "скрыта"
    for column in sheet.column_dimensions.values():
        if column.hidden or (column.width is not None and column.width < NARROW):
            for number in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1):
                yield f", столбец {get_column_letter(number)}", "скрыт"
    for merged in sheet.merged_cells.ranges:
        yield f", ячейки {merged.coord}", "объединены"


def _margins(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    for name, title in MARGINS.items():
        if name.startswith("even") and not sheet.HeaderFooter.differentOddEven:
            continue
        if name.startswith("first") and not sheet.HeaderFooter.differentFirst:
            continue
        for side, where in SIDES.items():
            part = getattr(getattr(sheet, name), side)
            if part.text:
                yield f", {title} {where}", flat(part.text)
                yield f", {title} {where}, видимость", hides(str(part.color or "000000")[-6:], "FFFFFF", part.size)


def _conditions(sheet: Worksheet, palette: Palette) -> Iterator[tuple[str, str]]:
    """Only rules that hide what stands in a cell: colours of a condition that leave it readable say the same."""
    for held in sheet.conditional_formatting:
        for rule in held.rules:
            why = ""
            if rule.dxf is not None:
                code = rule.dxf.numFmt.formatCode if rule.dxf.numFmt is not None else "General"
                fill = palette.fill(rule.dxf.fill, is_condition=True)
                why = hides(palette.font(rule.dxf.font), fill, None) or re.sub(r"\W", "", words_of(code))
                why = why or ("формат числа ничего не показывает" if is_hidden_by_format(1, code) else "")
            bar = rule.dataBar or rule.iconSet
            if bar is not None and bar.showValue is False:
                why = "значение не показано"
            yield f", условное форматирование {held.sqref}", why


def _shown(value: Any, number_format: str) -> str:
    """A number with the words that its format writes: they can say otherwise."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        effect = effect_of(number_format)
        return plain_number(value) + words_of(number_format) + (f" ({effect})" if effect else "")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    sections = number_format.split(";") if number_format else []
    return flat(str(value)) + (words_of(";".join(sections[3:])) if len(sections) > TEXT_SECTION else "")


def _doubled(content: bytes) -> Iterator[tuple[str, str]]:
    """A cell that stands twice: a program may show the one that we do not read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")):
            places = Counter(cell.get("r") for cell in parsed(archive, part).iter("{*}c"))
            for place in (place for place, n in places.items() if place and n > 1):
                yield f"{part.rpartition('/')[2]}, ячейка {place}", "записана дважды"
