"""The 59-ФЗ register at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samples.life import Message, listed
from samples.sheet import Column, Sheet, day_of

_COLUMNS: tuple[Column, ...] = (
    ("Рег. №", "number"),
    ("Дата поступления", day_of("received_at")),
    ("Дата регистрации", day_of("registered_at")),
    ("Корреспондент", "applicant"),
    ("Краткое содержание", "text"),
    ("Тематика", "section"),
    ("Код вопроса", "code"),
    ("Вид обращения", "kind"),
    ("Форма поступления", "delivery"),
    ("Характеристики обращения", "traits"),
    ("Дата резолюции", day_of("assigned_at")),
    ("Ответственное подразделение", "department"),
    ("Исполнитель", "official"),
    ("Контрольный срок", "control_on"),
    ("Продлённый контрольный срок", "extended_due_at"),
    ("Дата решения о продлении", day_of("extension_decided_at")),
    ("Дата промежуточного ответа", day_of("interim_answer_at")),
    ("Дата ответа", day_of("answered_at")),
    ("Дата прекращения рассмотрения", day_of("closed_at")),
    ("Дата направления по компетенции", day_of("transferred_at")),
    ("Статус", "status"),
    ("Результат рассмотрения", "outcome"),
)


def sheets(messages: Iterable[Message], day: date) -> list[Sheet]:
    """The register under its title, an «Итого» below, and a sheet of reference that holds no table."""
    register = Sheet.of(
        "Реестр",
        _COLUMNS,
        listed(messages, day),
        dates="mixed",
        footer="Итого: {n}",
        headings=["Реестр обращений граждан (59-ФЗ)", f"по состоянию на {day:%d.%m.%Y}"],
    )
    return [register, Sheet("Справочник", ["Статус", "Пояснение"], [["Рассмотрено", "ответ дан"]])]
