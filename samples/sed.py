"""The export of the document system at the end of a day: dates without time, topics as codes only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samples.life import Message, listed
from samples.sheet import Column, Sheet, day_of

_COLUMNS: tuple[Column, ...] = (
    ("Рег. №", "number"),
    ("Дата поступления", day_of("received_at")),
    ("Дата регистрации", day_of("registered_at")),
    ("Дата резолюции", day_of("assigned_at")),
    ("Контрольный срок", "control_on"),
    ("Продлённый контрольный срок", "extended_due_at"),
    ("Дата решения о продлении", day_of("extension_decided_at")),
    ("Дата промежуточного ответа", day_of("interim_answer_at")),
    ("Дата ответа", day_of("answered_at")),
    ("Дата прекращения рассмотрения", day_of("closed_at")),
    ("Дата направления по компетенции", day_of("transferred_at")),
    ("Код вопроса", "code"),
    ("Статус", "status"),
    ("Результат рассмотрения", "outcome"),
    ("Вид обращения", "kind"),
    ("Форма поступления", "delivery"),
    ("Ответственное подразделение", "department"),
    ("Исполнитель", "official"),
    ("Характеристики обращения", "traits"),
    ("Номер в источнике", "linked_number"),
    ("Корреспондент", "applicant"),
    ("Краткое содержание", "text"),
    ("Количество листов", lambda state: 1),
)


def sheets(messages: Iterable[Message], day: date) -> list[Sheet]:
    """One table without title."""
    return [Sheet.of("СЭД", _COLUMNS, listed(messages, day))]
