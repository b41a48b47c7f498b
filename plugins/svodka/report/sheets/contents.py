"""The contents: each sheet with a link and what it tells, and what the marks of the workbook mean."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.face import Face
from svodka.report.sheets.layout import HEADING, Column, Shown, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH
from svodka.report.standing import ARROWS, MARKS, WORDS

SHEETS = (Column("Лист", 28), Column("О чём", 100))
MEANINGS = (Column("Обозначение", 28), Column("Что значит", 100))
MARKS_MEAN = (
    (DASH, "данных нет: случаев для расчёта не было или значение не с чем сравнить"),
    ("2 из 4", "записей мало: показаны числитель и знаменатель, а не доля"),
    ("22,7 по 3 зап.", "записей мало: среднее и число записей, по которым оно посчитано"),
    *((MARKS[light], WORDS[light]) for light in ("met", "missed", "few", "none")),
    (f"{ARROWS['up']}  {ARROWS['down']}  {ARROWS['same']}", "выросло, снизилось, не изменилось с прошлого квартала"),
    ("лучше / хуже", "направление изменения с учётом того, что для показателя желательно (лист «Методика»)"),
    ("н/д", "нет данных для сравнения"),
    ("612*", "неполный квартал: он ещё идёт или выгрузки начинаются внутри него; с ним не сравнивается"),
)
ANNEX = (
    "Все значения, включая срезы «канал × направление» и правовые режимы, — в приложении к отчёту: figures.json и "
    "figures.csv. В тексте из выгрузок, который начинается с =, +, - или @, перед знаком поставлен апостроф."
)


def write(sheet: Worksheet, sheets: Sequence[tuple[str, str]], face: Face) -> None:
    """`sheets`: title and what it tells of each sheet after this one, in their order."""
    set_widths(sheet, SHEETS)
    row = write_line(sheet, 1, f"Содержание отчёта {face.period_text}", HEADING, SHEETS) + 1
    first = row + 1
    row = write_table(sheet, row, SHEETS, [[Shown(title, "link"), about] for title, about in sheets], is_filtered=False)
    for place, (title, _) in enumerate(sheets, start=first):
        cell = sheet.cell(place, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!A1", tooltip=f"Перейти на лист «{title}»")
    row = write_line(sheet, row + 1, "Обозначения", HEADING, SHEETS)
    row = write_table(sheet, row, MEANINGS, MARKS_MEAN, "Обозначения", is_filtered=False)
    write_line(sheet, row + 1, ANNEX, columns=SHEETS)
    set_page(sheet, None, len(SHEETS), face.footer, is_one_page=True)
