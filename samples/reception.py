"""The export of the virtual reception of the site at the end of a day (with hours and minutes)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samples.life import Message, listed
from samples.sheet import Column, Sheet, yes_no

_COLUMNS: tuple[Column, ...] = (
    ("Номер", "number"),
    ("Дата обращения", "received_at"),
    ("Дата регистрации", "registered_at"),
    ("Дата резолюции", "assigned_at"),
    ("Срок исполнения", "control_on"),
    ("Срок продлен до", "extended_due_at"),
    ("Дата продления", "extension_decided_at"),
    ("Дата промежуточного ответа", "interim_answer_at"),
    ("Дата ответа", "answered_at"),
    ("Дата закрытия", "closed_at"),
    ("Дата переадресации", "transferred_at"),
    ("Тематика", "section"),
    ("Статус", "status"),
    ("Результаты рассмотрения", "outcome"),
    ("Вид обращения", "kind"),
    ("Форма поступления", "delivery"),
    ("Отдел", "department"),
    ("Муниципальное образование", "municipality"),
    ("Характеристики обращения", "traits"),
    ("ФИО", "applicant"),
    ("Краткое содержание", "text"),
    ("Спам", yes_no("is_spam", "1", "0")),
    ("Дубликат", "duplicate_of"),
)


def sheets(messages: Iterable[Message], day: date) -> list[Sheet]:
    """One table under one title row, «Всего» below."""
    return [
        Sheet.of(
            "Приёмная",
            _COLUMNS,
            listed(messages, day),
            headings=["Виртуальная приёмная: обращения"],
            dates="iso" if date(2026, 2, 1) <= day < date(2026, 5, 1) else "cells",
            footer="Всего: {n}",
        )
    ]
