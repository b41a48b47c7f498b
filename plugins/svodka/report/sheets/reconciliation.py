"""The messages about which the source says otherwise than we do; the sheet is there only when there are any."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.quality_words import KINDS, judged_when, minute, more, said
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH

COLUMNS = (
    Column("Канал", 32),
    Column("Номер", 22),
    Column("Зарегистрировано", 17),
    Column("Что", 13),
    Column("У источника", 36),
    Column("У нас", 34),
    Column("Дан ответ", 17),
    Column("Вероятная причина", 46),
)


def write(sheet: Worksheet, content: Content) -> None:
    """Of an edition beside which it was kept."""
    assert content.told is not None
    compared, face = content.told["reconciliation"], content.face
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, f"Сверка с источником: расхождения {face.period_text}", HEADING, COLUMNS)
    note = (
        f"Просрочка — {judged_when(face)}: открытое сообщение, срок которого к этому моменту истёк, просрочено. "
        "Показатели считаются по нашим срокам; расхождение значит, что норма или отсчёт источника иные."
    )
    row = write_line(sheet, row, note, columns=COLUMNS)
    rows = compared["differences"]
    if rest := more(compared["n_differ"], len(rows)):
        row = write_line(sheet, row, f"Показано {len(rows)}, {rest}.", columns=COLUMNS)
    header_row = row + 1
    write_table(sheet, header_row, COLUMNS, [difference_row(one, content.channels) for one in rows])
    set_page(sheet, header_row, len(COLUMNS), face.footer)


def is_shown(content: Content) -> bool:
    """Whether the source says otherwise about any message."""
    return bool((content.told or {}).get("reconciliation", {}).get("differences"))


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
