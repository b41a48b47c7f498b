"""The letter of a morning, by role: the head is told the counts and what moves the figures, the secretary the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from svodka.control.digest import DayLine
from svodka.control.list_words import TITLES, said_of
from svodka.control.morning import Morning
from svodka.control.said_list import Change
from svodka.control.spike_series import Spike
from svodka.delivery.letter import new_message
from svodka.delivery.parcel import Letter
from svodka.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
COUNTED = ("overdue", "due_1", "due_3", "due_5", "unassigned", "returned", "registered_late", "missing")


def control_letter(settings: Settings, letter: Letter, morning: Morning, change: Change | None = None) -> EmailMessage:
    """The letter of one person, as text and as HTML; `change`: what this day's second letter has to tell."""
    message = new_message(settings, letter, subject(morning, change))
    words = {
        "morning": morning,
        "digest": morning.digest,
        "change": change,
        "town": settings.municipality.title,
        "is_repeat": letter.is_repeat,
        "is_head": letter.role == "mcu_head",
        "counts": [(kind, TITLES[kind], morning.counts[kind]) for kind in COUNTED if morning.counts[kind]],
        "link": lambda path, **asked: address(settings, path, asked),
    }
    name = "quiet" if morning.is_quiet and change is None else "daily"
    message.set_content(templates().get_template(f"{name}.txt.j2").render(words))
    message.add_alternative(templates().get_template(f"{name}.html.j2").render(words), subtype="html")
    return message


def subject(morning: Morning, change: Change | None) -> str:
    day = f"{morning.day:%d.%m.%Y}"
    if change is None and morning.is_quiet:
        return f"Контроль на {day}: всё спокойно"
    news = "список изменился, " if change is not None else ""
    return f"Контроль на {day}: {news}просрочено {morning.counts['overdue']}, истекает {morning.counts['due_3']}"


def address(settings: Settings, path: str, asked: dict[str, str | None]) -> str | None:
    """The address of one of our pages; None where nobody has said where the pages are."""
    if not settings.pages.url:
        return None
    kept = {name: value for name, value in asked.items() if value}
    return settings.pages.url.rstrip("/") + path + (f"?{urlencode(kept)}" if kept else "")


def spike_words(spike: Spike) -> str:
    """«Дороги: 11.10.2026 поступило 24, обычно около 6»."""
    when = f"{spike.day:%d.%m.%Y}" if spike.n_days == 1 else f"за {spike.n_days} дня по {spike.day:%d.%m.%Y}"
    return f"{spike.name}: {when} поступило {spike.count}, обычно около {spike.usual:.0f}"


def day_lines(lines: Sequence[DayLine]) -> list[str]:
    """Yesterday by channel: «Инцидент: поступило 14 (обычно 10,3), отвечено 12 (обычно 9,1)»; channels whose data do
    not reach the day in one line."""
    told = []
    for line in lines:
        if line.is_known:
            came, gone = (str(mean).replace(".", ",") for mean in (line.registered_mean_30, line.answered_mean_30))
            told.append(
                f"{line.name}: поступило {line.registered} (обычно {came}), отвечено {line.answered} (обычно {gone})"
            )
    unknown = [line.name for line in lines if not line.is_known]
    return told + ([f"Данных за этот день ещё нет: {', '.join(unknown)}"] if unknown else [])


@cache
def templates() -> Environment:
    """The letter's templates; text of the sources is escaped in HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {"day": day_of, "weekday": weekday, "said": said_of, "spike": spike_words}
    environment.filters |= filters | {"day_lines": day_lines}
    return environment


def day_of(value: date | datetime | None) -> str:
    return f"{value:%d.%m.%Y}" if value else "—"


def weekday(value: date) -> str:
    return WEEKDAYS[value.weekday()]
