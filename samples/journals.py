"""The journals at the end of a day: two sheets, written appeals and reception in person."""

from __future__ import annotations

from datetime import date

from samples.life import Message, listed
from samples.sheet import Column, Sheet, day_of

Books = tuple[list[Message], list[Message]]

_WRITTEN: tuple[Column, ...] = (
    ("Регистрационный номер", "number"),
    ("Дата поступления", day_of("received_at")),
    ("Дата регистрации", day_of("registered_at")),
    ("ФИО", "applicant"),
    ("Краткое содержание", "text"),
    ("Раздел", "section"),
    ("Код вопроса", "code"),
    ("Характеристики обращения", "traits"),
    ("Вид обращения", "kind"),
    ("Дата резолюции", day_of("assigned_at")),
    ("Подразделение", "department"),
    ("Контрольный срок", "control_on"),
    ("Продленный контрольный срок", "extended_due_at"),
    ("Дата продления", day_of("extension_decided_at")),
    ("Дата ответа", day_of("answered_at")),
    ("Дата закрытия", day_of("closed_at")),
    ("Дата переадресации", day_of("transferred_at")),
    ("Статус", "status"),
    ("Принятое решение", "outcome"),
)
_ORAL: tuple[Column, ...] = (
    ("Номер", "number"),
    ("Дата приёма", day_of("registered_at")),
    ("ФИО", "applicant"),
    ("Краткое содержание", "text"),
    ("Тематика", "section"),
    ("Подразделение", "department"),
    ("Дата ответа", day_of("answered_at")),
    ("Дата закрытия", day_of("closed_at")),
    ("Дата переадресации", day_of("transferred_at")),
    ("Срок продлён до", "extended_due_at"),
    ("Дата продления", day_of("extension_decided_at")),
    ("Статус", "status"),
    ("Принятое решение", "outcome"),
)
_BANDS = [("Регистрация", 3), ("Заявитель и вопрос", 6), ("Рассмотрение", 10)]


def sheets(books: Books, day: date) -> list[Sheet]:
    """Both sheets; the written one has bare serials for dates and merged bands above the header."""
    written, oral = books
    return [
        Sheet.of(
            "Письменные",
            _WRITTEN,
            listed(written, day),
            bands=_BANDS,
            dates="serials",
            footer="Итого: {n}",
            headings=["Журнал регистрации письменных обращений граждан", ""],
        ),
        Sheet.of(
            "Личный приём",
            _ORAL,
            listed(oral, day),
            dates="text",
            footer="Итого: {n}",
            headings=["Журнал личного приёма граждан"],
        ),
    ]
