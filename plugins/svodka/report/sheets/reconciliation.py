"""The messages about which the source says otherwise than we do; the sheet is there only when there are any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.face import Face
from svodka.report.quality_words import KINDS, judged_when, minute, more, said
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH

COLUMNS = (
    Column("Канал", 26),
    Column("Номер", 22),
    Column("Зарегистрировано", 17),
    Column("Что", 13),
    Column("У источника", 33),
    Column("У нас", 33),
    Column("Дан ответ", 17),
    Column("Вероятная причина", 42),
)


def write(sheet: Worksheet, compared: Mapping[str, Any], titles: Mapping[str, str], face: Face) -> None:
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, f"Сверка с источником: расхождения {face.period_text}", HEADING, COLUMNS)
    note = (
        f"Просрочка — {judged_when(face)}: открытое сообщение, срок которого к этому моменту истёк, просрочено. "
        "Показатели считаются по нашим срокам; расхождение значит, что норма или отсчёт источника иные."
    )
    header_row = write_line(sheet, row, note, columns=COLUMNS) + 1
    rows = compared["differences"]
    end = write_table(sheet, header_row, COLUMNS, [difference_row(one, titles) for one in rows])
    if rest := more(compared["n_differ"], len(rows)):
        write_line(sheet, end, f"{rest} (все — командой svodka reconcile)", columns=COLUMNS)
    set_page(sheet, header_row, len(COLUMNS), face.edition_text)


def difference_row(one: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    return [
        titles.get(one["channel"], one["channel"]),
        one["number"],
        f"{date.fromisoformat(one['registered_on']):%d.%m.%Y}",
        KINDS[one["kind"]],
        said(one, "source"),
        said(one, "our"),
        minute(one["answered_at"]) if one["answered_at"] else DASH,
        one["reason"],
    ]
