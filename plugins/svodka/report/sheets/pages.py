"""Official pages («Госпаблики»): their indicators with targets and moves, and the quarters as a chart."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.no_data import codes_without_data, folded_line
from svodka.report.pictures import PAGES, drawn
from svodka.report.sheets.chart_look import Area
from svodka.report.sheets.charts import print_down_to, put_chart
from svodka.report.sheets.cover import change, light
from svodka.report.sheets.indicators import cells
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import is_total
from svodka.report.standing import standings

SECTION = "G"
CHART_COLUMNS, PAGES_ROWS = 9, 24
COLUMNS = (
    Column("Код", 8),
    Column("Показатель", 46),
    Column("Числитель", 12, "number"),
    Column("Знаменатель", 14, "number"),
    Column("Значение", 14, "number"),
    Column("Ед.", 8),
    Column("Оценка", 26),
    Column("Цель", 22),
    Column("К прошлому кварталу", 38),
    Column("Примечание", 30),
)
NOTE = (
    "Официальные страницы органов и организаций в социальных сетях, по выгрузкам канала «Госпаблики». Отдельных "
    "страниц в отчёте нет: показатели посчитаны по всем страницам вместе, как — на листе «Методика»."
)


def write(sheet: Worksheet, content: Content) -> None:
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, f"Госпаблики {content.face.period_text}", HEADING, COLUMNS)
    row = write_line(sheet, row, NOTE, columns=COLUMNS)
    missing = {code: advice for code, advice in codes_without_data(content).items() if is_of_pages(code)}
    if missing:
        row = write_line(sheet, row, folded_line(content, missing), columns=COLUMNS)
    rows = page_rows(content, missing)
    header_row = None
    if rows:
        header_row = row + 1
        row = write_table(sheet, header_row, COLUMNS, rows)
    pictures = drawn(content, [PAGES])
    for picture in pictures:
        put_chart(sheet, content, picture, Area(1, row + 1, CHART_COLUMNS, PAGES_ROWS))
    set_page(sheet, header_row, len(COLUMNS), content.face.footer)
    if pictures:
        print_down_to(sheet, row + PAGES_ROWS + 1, len(COLUMNS))


def is_shown(content: Content) -> bool:
    """Whether the edition was computed with indicators of pages."""
    return any(is_of_pages(row["indicator"]) for row in content.document["values"])


def is_of_pages(code: str) -> bool:
    return code.startswith(SECTION)


def page_rows(content: Content, missing: dict[str, str]) -> list[list[Any]]:
    known, titles = standings(content), content.titles
    found = []
    for row in content.document["values"]:
        code = row["indicator"]
        if is_total(row) and is_of_pages(code) and code not in missing:
            *values, remark = cells(row, titles)
            standing = known[code]
            verdict = [light(standing), standing.target_words, change(standing)]
            found.append([code, *values, *verdict, remark])
    return found
