"""The messages kept out of the figures by the head's decision: which, why, by whom, and what they would count in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.quality_words import minute
from svodka.report.sheets.layout import HEADING, Column, set_page, set_widths, write_line, write_table
from svodka.report.shown_value import DASH

COLUMNS = (
    Column("Канал", 32),
    Column("Номер", 22),
    Column("Зарегистрировано", 17),
    Column("Показатели периода, в которые вошло бы", 34),
    Column("Причина", 46),
    Column("Кто решил", 22),
    Column("Когда", 17),
)
NONE = "Исключений нет."
NOTE = (
    "Исключённое сообщение не участвует ни в одном показателе ни одного квартала с момента решения; в ранее выпущенных "
    "редакциях оно остаётся. Решения хранятся в журнале, вернуть сообщение можно новым решением."
)
NOWHERE = "не входит в показатели этого периода"


def write(sheet: Worksheet, content: Content) -> None:
    """Of an edition beside which it was kept."""
    assert content.told is not None
    excluded, footer = content.told["excluded"], content.face.footer
    set_widths(sheet, COLUMNS)
    row = write_line(sheet, 1, f"Исключено из показателей {content.face.period_text}", HEADING, COLUMNS)
    if not excluded:
        write_line(sheet, row, NONE, columns=COLUMNS)
        set_page(sheet, None, len(COLUMNS), footer)
        return
    header_row = write_line(sheet, row, NOTE, columns=COLUMNS) + 1
    write_table(sheet, header_row, COLUMNS, [message_row(one, content.channels) for one in excluded])
    set_page(sheet, header_row, len(COLUMNS), footer)


def message_row(one: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    registered = one["registered_on"]
    return [
        titles.get(one["channel"], one["channel"]),
        one["number"],
        f"{date.fromisoformat(registered):%d.%m.%Y}" if registered else DASH,
        ", ".join(one["figures"]) or NOWHERE,
        one["reason"],
        one["decided_by"],
        minute(one["decided_at"]),
    ]
