"""The control list as a mail: on working days, at most one a day to each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from svodka.control.control_list import ControlList, compile_list
from svodka.delivery import outbox, quarter_state, smtp
from svodka.delivery.letter import new_message
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.recipients import CONTROL_ROLES, recipients
from svodka.delivery.turn import turn
from svodka.errors import SvodkaError
from svodka.period import Quarter, business_day
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse

TEMPLATES = Path(__file__).parent / "templates"
Check = Callable[[Warehouse, Settings, datetime], list[str]]
LONGEST = 100  # rows of one table; a letter of thousands of lines is read by nobody


def default_check(warehouse: Warehouse, settings: Settings, now: datetime) -> list[str]:
    """What is wrong in the marts, a sentence each. A check that cannot be made is a sentence too: the mail goes out."""
    from svodka.figures.mart_checks import judge_marts

    try:
        return [breach.sentence for breach in judge_marts(warehouse, settings, now)]
    except SvodkaError as error:
        return [f"Витрины не проверены: {error}"]
    except Exception as error:  # its text may carry rows
        return [f"Витрины не проверены ({type(error).__name__}): посмотрите журнал базы и svodka status."]


def run(
    warehouse: Warehouse,
    settings: Settings,
    day: date,
    now: datetime,
    send: Send = smtp.send,
    check: Check = default_check,
) -> dict[str, Any]:
    """Sends the control list of a business day to those who have not got it yet; repeats what waits for a retry.

    Returns what may stand in a log: the day, the counts, what the marts break (with one message's number), the mails by
    state; no address, no person. On a day off nothing is sent. Raises CalendarUnknown.
    """
    with warehouse.begin() as conn:
        calendar = calendar_known_on(conn, business_day(now, settings.zone))
    if not calendar.is_working_day(day):
        return {"day": day.isoformat(), "is_working_day": False, "mails": {}}
    broken = check(warehouse, settings, now) + held_back(warehouse, settings, day)
    occasion = f"control/{day.isoformat()}"
    with turn(warehouse, settings.municipality.oktmo, occasion):
        with warehouse.begin() as conn:
            morning = compile_list(conn, settings, day, now)
            outbox.enqueue(conn, settings, occasion, recipients(conn, settings, CONTROL_ROLES, now), now)

        def compose(letter: Letter) -> EmailMessage:
            return control_letter(settings, letter, morning, broken)

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
        "broken": broken,
        "mails": dict(Counter(mail["state"] for mail in mails)),
    }


def held_back(warehouse: Warehouse, settings: Settings, day: date) -> list[str]:
    """What the report of the quarter just ended goes, or has gone, without: values that were refused (one sentence)."""
    quarter = Quarter.of(day).previous
    with warehouse.begin() as conn:
        told = quarter_state.read(conn, settings, quarter).held_back
    return [f"Отчёт за {period_title(quarter)}. {told}"] if told else []


def control_letter(
    settings: Settings, letter: Letter, morning: ControlList, broken: Sequence[str] = ()
) -> EmailMessage:
    """The letter of one person, as text and as HTML; `broken`: what the marts break, a sentence each."""
    subject = f"Контроль на {morning.day:%d.%m.%Y}: просрочено {len(morning.overdue)}, истекает {len(morning.due_soon)}"
    message = new_message(settings, letter, subject)
    words = {
        "list": morning, "longest": LONGEST, "town": settings.municipality.title, "is_repeat": letter.is_repeat,
        "broken": broken,
    }  # fmt: skip
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
