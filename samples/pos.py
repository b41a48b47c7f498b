"""The export of ПОС at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from samples.life import Message, end_of, listed
from samples.sheet import Column, Sheet, State, duration, yes_no

_BASE: tuple[Column, ...] = (
    ("Номер сообщения", "number"),
    ("Тип", "type"),
    ("Статус", "status"),
    ("Дата поступления", "received_at"),
    ("Дата регистрации", "registered_at"),
    ("Дата передачи исполнителю", "assigned_at"),
    ("Срок исполнения", "due_at"),
    ("Срок продлён до", "extended_due_at"),
    ("Дата продления", "extension_decided_at"),
    ("Дата промежуточного ответа", "interim_answer_at"),
    ("Дата ответа", "answered_at"),
    ("Дата закрытия", "closed_at"),
    ("Дата перенаправления", "transferred_at"),
    ("Дата возврата заявителем", "returned_at"),
    ("Категория", "topic_l1"),
    ("Подкатегория", "topic_l2"),
    ("Факт", "topic_l3"),
    ("Результат", "outcome"),
    ("Организация", "organisation"),
    ("Муниципальное образование", "municipality"),
    ("Повторное", yes_no("is_repeat")),
    ("Ускоренное", yes_no("is_fast_track")),
    ("Оценка", "rating"),
    ("Дата оценки", "rated_at"),
    ("Заявитель", "applicant"),
    ("Текст сообщения", "text"),
    ("Спам", yes_no("is_spam", "Да", "")),
    ("Тестовое", yes_no("is_test", "Да", "")),
    ("Удалено", yes_no("is_deleted", "Да", "")),
    ("Дубликат", lambda state: state.get("duplicate_of") or "Нет"),
)
# What only the newer export has: columns for reconciliation and one that no contract knows.
_SINCE_2026: tuple[Column, ...] = (
    ("Просрочено", "overdue"),
    ("Время ответа", duration("registered_at", "answered_at")),
    ("Канал подачи", lambda state: "портал"),
)


def sheets(messages: Iterable[Message], day: date) -> list[Sheet]:
    """The export's sheet: title rows, dates as text until May 2026, an empty second sheet that nobody deleted."""
    columns = _BASE + (_SINCE_2026 if day.year >= 2026 else ())
    states = (_with_overdue(state, day) for state in listed(messages, day))
    dates = "cells" if day >= date(2026, 5, 1) else "text"
    headings = ["Госуслуги. Решаем вместе", f"Сообщения за 200 дней, на {day:%d.%m.%Y}", ""]
    table = Sheet.of("Сообщения", columns, states, headings=headings, dates=dates)
    return [table, Sheet("Лист2", [], [])]


def _with_overdue(state: State, day: date) -> State:
    due, answered = state.get("due_at"), state.get("answered_at")
    if due is None:
        return state
    last = due if isinstance(due, datetime) else end_of(due)  # type: ignore[arg-type]
    moment = answered if isinstance(answered, datetime) else end_of(day)
    return state | {"overdue": "Да" if moment > last else "Нет"}
