"""The export of «Инцидент» at the end of a day: four layouts in fifteen months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samples.life import Message, listed
from samples.sheet import Column, Sheet, duration, yes_no
from samples.town import REGION

# The first layout has neither «Статус» nor «Дата ответа», only a duration since the creation.
_FIRST: tuple[Column, ...] = (
    ("Номер инцидента", "number"),
    ("Тип инцидента", "type"),
    ("Дата создания", "registered_at"),
    ("Время первого ответа", duration("registered_at", "answered_at")),
    ("Дата окончания", "closed_at"),
    ("Группа тем", "topic_l1"),
    ("Тема", "topic_l2"),
    ("Регион", lambda state: REGION),
    ("Муниципалитет", "municipality"),
    ("Населенный пункт", "settlement"),
    ("Текст инцидента", "text"),
    ("Теги", "network"),
    ("Итог", "outcome"),
    ("Исполнитель", "official"),
    ("Отдел", "department"),
    ("Автор", "author"),
)
_SECOND: tuple[Column, ...] = (
    ("Номер инцидента", "number"),
    ("Статус", "status"),
    ("Приоритет", "priority"),
    ("Дата создания", "registered_at"),
    ("Дата назначения", "assigned_at"),
    ("Срок ответа", "due_at"),
    ("Дата ответа", "answered_at"),
    ("Дата закрытия", "closed_at"),
    ("Дата перенаправления", "transferred_at"),
    ("Группа тем", "topic_l1"),
    ("Тема", "topic_l2"),
    ("Муниципалитет", "municipality"),
    ("Населённый пункт", "settlement"),
    ("Тип инцидента", "type"),
    ("Текст инцидента", "text"),
    ("Итог", "outcome"),
    ("Отдел", "department"),
    ("Исполнитель", "official"),
    ("Спам", yes_no("is_spam", "Да", "")),
    ("Дубликат", "duplicate_of"),
)
_THIRD: tuple[Column, ...] = (
    ("№ инцидента", "number"),
    ("Дата создания инцидента", "registered_at"),
    ("Дата передачи исполнителю", "assigned_at"),
    ("Ответить до", "due_at"),
    ("Дата первого ответа", "answered_at"),
    ("Дата промежуточного ответа", "interim_answer_at"),
    ("Дата закрытия", "closed_at"),
    ("Дата переадресации", "transferred_at"),
    ("Статус инцидента", "status"),
    ("Итог работы", "outcome"),
    ("Важность", lambda state: {"Высокий": "Повышенная", "Обычный": "Обычная"}.get(str(state.get("priority")))),
    ("Группа тем", "topic_l1"),
    ("Тема", "topic_l2"),
    ("Тип инцидента", "type"),
    ("Контент", "text"),
    ("URL поста", "url"),
    ("Автор", "author"),
    ("Подразделение", "department"),
    ("Муниципальное образование", "municipality"),
    ("Повторное", yes_no("is_repeat", "+", "-")),
    ("Спам", yes_no("is_spam", "+", "-")),
    ("Тестовое", yes_no("is_test", "+", "-")),
    ("Дубликат", "duplicate_of"),
)
_FOURTH: tuple[Column, ...] = (
    ("Номер\nинцидента", "number"),
    ("ДАТА СОЗДАНИЯ", "registered_at"),
    ("Дата назначения", "assigned_at"),
    ("Срок  ответа", "due_at"),
    ("Дата ответа", "answered_at"),
    ("Время первого ответа", duration("assigned_at", "answered_at")),
    ("Дата промежуточного ответа", "interim_answer_at"),
    ("Дата закрытия", "closed_at"),
    ("Дата перенаправления", "transferred_at"),
    ("Статус", "status"),
    ("Итог", "outcome"),
    ("Приоритет", "priority"),
    ("Тип инцидента", "type"),
    ("Группа тем", "topic_l1"),
    ("Тема", "topic_l2"),
    ("Отдел", "department"),
    ("Исполнитель", "official"),
    ("Муниципалитет", "municipality"),
    ("Населённый пункт", "settlement"),
    ("Текст инцидента", "text"),
    ("Повторный", yes_no("is_repeat")),
    ("Спам", yes_no("is_spam", "Да", "")),
    ("Тестовое", yes_no("is_test", "Да", "")),
    ("Удалено", yes_no("is_deleted", "Да", "")),
    ("Дубль", "duplicate_of"),
    ("Тональность", lambda state: "нейтральная"),
)
_LAYOUTS = (
    (date(2026, 7, 1), _FOURTH, "cells"),
    (date(2026, 3, 1), _THIRD, "mixed"),
    (date(2025, 11, 1), _SECOND, "text"),
    (date(2025, 5, 1), _FIRST, "cells"),
)


def sheets(messages: Iterable[Message], day: date) -> list[Sheet]:
    """The one sheet of the export, in the layout of its time; the third had title rows."""
    columns, dates = next((columns, dates) for since, columns, dates in _LAYOUTS if day >= since)
    headings = [f"Инциденты на {day:%d.%m.%Y}", ""] if columns is _THIRD else []
    return [Sheet.of("Инциденты", columns, listed(messages, day), headings=headings, dates=dates)]
