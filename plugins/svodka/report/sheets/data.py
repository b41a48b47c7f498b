"""The data behind the figures: exports, gaps, rows read, loaded and refused, channel by channel."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.data_state import COUNTS, DataState
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH

COLUMNS = (
    Column("Канал", 43),
    Column("Данные по состоянию на", 15),
    Column("Нет выгрузок за", 30),
    Column("Файлов", 9, "number"),
    Column("Прочитано строк", 13, "number"),
    Column("Новых и изменённых", 14, "number"),
    Column("Без изменений", 13, "number"),
    Column("Отклонено", 12, "number"),
    Column("Чужих", 9, "number"),
    Column("Пропало из выгрузки", 13, "number"),
)
WAIVED = Column("Решение о пробеле", 34)
NOTES = (
    "Посчитаны выгрузки, которые охватывают дни квартала, в том числе сделанные после его конца.",
    "Прочитано = новые и изменённые + без изменений + отклонённые + чужие (другого муниципалитета), в сумме по файлам: "
    "строки повторяются из выгрузки в выгрузку, сообщений меньше.",
    "Отклонённые строки не входят в показатели; причину каждой назовёт секретарь: она записана при загрузке.",
    "«Пропало из выгрузки»: сообщение было в прежних выгрузках, в новой его нет; в показателях оно остаётся.",
)


def write(sheet: Worksheet, content: Content) -> None:
    has_waivers = any(state.waived for state in content.states)
    columns = (*COLUMNS, WAIVED) if has_waivers else COLUMNS
    set_widths(sheet, columns)
    row = write_line(sheet, 1, f"Данные и покрытие {content.face.period_text}", HEADING, columns)
    for note in NOTES:
        row = write_line(sheet, row, note, columns=columns)
    if content.told is not None and "excluded" in content.told:
        row = write_line(sheet, row, excluded_line(len(content.told["excluded"])), columns=columns)
    header_row = row + 1
    rows = [[*channel_row(state), *([state.waived or DASH] if has_waivers else [])] for state in content.states]
    write_table(sheet, header_row, columns, rows)
    set_page(sheet, header_row, len(columns), content.face.footer)


def excluded_line(n: int) -> str:
    if not n:
        return "Исключений из показателей по решению руководителя нет."
    return f"Исключено из показателей по решению руководителя: {n} (лист «Исключено»)."


def channel_row(state: DataState) -> list[Any]:
    counts = [DASH if state.counts[name] is None else state.counts[name] for name in COUNTS]
    return [state.title, state.as_of_text, state.gaps_text or DASH, *counts]
