"""The control list as a mail: on working days, at most one a day to each person."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from svodka.calendar import is_working_day
from svodka.control.control_list import ControlList, compile_list
from svodka.delivery import outbox, smtp
from svodka.delivery.letter import new_message
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.recipients import CONTROL_ROLES, recipients
from svodka.delivery.turn import turn
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 100  # rows of one table; a letter of thousands of lines is read by nobody


def run(warehouse: Warehouse, settings: Settings, day: date, now: datetime, send: Send = smtp.send) -> dict[str, Any]:
    """Sends the control list of a business day to those who have not got it yet; repeats what waits for a retry.

    Returns what may stand in a log: the day, the counts, the mails by state; no address, no number of a message.
    On a day off nothing is sent. Raises CalendarUnknown for a year without an official calendar.
    """
    if not is_working_day(day):
        return {"day": day.isoformat(), "is_working_day": False, "mails": {}}
    occasion = f"control/{day.isoformat()}"
    with turn(warehouse, settings.municipality.oktmo, occasion):
        with warehouse.begin() as conn:
            morning = compile_list(conn, settings, day, now)
            outbox.enqueue(conn, settings, occasion, recipients(settings, CONTROL_ROLES), now)

        def compose(letter: Letter) -> EmailMessage:
            return control_letter(settings, letter, morning)

        outbox.deliver(warehouse, settings, occasion, compose, send, now)
        with warehouse.begin() as conn:
            mails = outbox.listing(conn, settings, occasion)
    return {
        "day": day.isoformat(),
        "is_working_day": True,
        "overdue": len(morning.overdue),
        "due_soon": len(morning.due_soon),
        "rejected": sum(state.n_rejected for state in morning.states),
        "missing": sum(state.n_missing for state in morning.states),
        "mails": dict(Counter(mail["state"] for mail in mails)),
    }


def control_letter(settings: Settings, letter: Letter, morning: ControlList) -> EmailMessage:
    """The letter of one person, as text and as HTML."""
    subject = f"Контроль на {morning.day:%d.%m.%Y}: просрочено {len(morning.overdue)}, истекает {len(morning.due_soon)}"
    message = new_message(settings, letter, subject)
    words = {"list": morning, "longest": LONGEST, "town": settings.municipality.title, "is_repeat": letter.is_repeat}
    message.set_content(templates().get_template("daily.txt.j2").render(words))
    message.add_alternative(templates().get_template("daily.html.j2").render(words), subtype="html")
    return message


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
    environment.filters["day"] = lambda value: f"{value:%d.%m.%Y}"
    environment.filters["number"] = lambda value: str(value).replace(".", ",")
    return environment
