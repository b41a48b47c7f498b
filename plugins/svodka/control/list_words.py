"""The control list in words: what each kind is called, what is said of one message."""

from __future__ import annotations

from datetime import datetime

from svodka.control.control_list import Listed
from svodka.period import END_OF_DAY
from svodka.russian_plural import plural

TITLES = {
    "overdue": "Просрочено",
    "due_1": "Срок: сегодня и следующий рабочий день",
    "due_3": "Срок: ближайшие 3 рабочих дня",
    "due_5": "Срок: ближайшие 5 рабочих дней",
    "unassigned": "Без исполнителя",
    "returned": "Вернул заявитель, нужен новый ответ",
    "registered_late": "Зарегистрировано с опозданием",
    "missing": "Пропало из выгрузки",
}


def said_of(row: Listed) -> list[str]:
    """All that is true of a message, a short phrase each, the most pressing first; a term far off comes last."""
    phrases = []
    for kind in row.kinds:
        if kind == "overdue":
            phrases.append(overdue(row))
        elif kind.startswith("due_"):
            phrases.append(upcoming(row))
        elif kind == "unassigned":
            phrases.append("без исполнителя")
        elif kind == "returned":
            phrases.append("вернул заявитель, нужен новый ответ")
        elif kind == "registered_late":
            phrases.append("зарегистрировано с опозданием")
        elif kind == "missing" and row.missing_since:
            phrases.append(f"нет в выгрузке с {row.missing_since:%d.%m.%Y}")
    is_term_told = any(kind == "overdue" or kind.startswith("due_") for kind in row.kinds)
    return phrases if is_term_told or row.due is None else [*phrases, upcoming(row)]


def overdue(row: Listed) -> str:
    assert row.due is not None and row.days_left is not None
    if row.days_left == 0:
        return f"просрочено сегодня, срок был {moment(row.due)}"
    return f"просрочено на {-row.days_left} {plural_days(-row.days_left)}, срок был {moment(row.due)}"


def upcoming(row: Listed) -> str:
    """«срок завтра, 02.10.2026»; where the term is a day off, the day by which to answer."""
    assert row.due is not None and row.days_left is not None
    near = {0: "сегодня, ", 1: "завтра, "}.get(row.days_left, "")
    before = f", ответить до {row.control:%d.%m.%Y}" if row.control else ""
    return f"срок {near}{moment(row.due)}{before}"


def moment(value: datetime) -> str:
    """The day; with the time where a term does not end with its day."""
    return f"{value:%d.%m.%Y}" if value.time() == END_OF_DAY else f"{value:%d.%m.%Y %H:%M}"


def plural_days(count: int) -> str:
    return plural(count, "день", "дня", "дней")
