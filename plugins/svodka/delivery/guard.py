"""The guard of the deadline: reads where the report stands and writes to whoever must act, and to the curator.

It sends by the outbox, so that a person gets one reminder a day and the curator one warning a day, whoever looks how
often: reminders under guard/<quarter>/<day>, warnings under escalation/<quarter>/<day>, the all-clear under
escalation/<quarter>/out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import CalendarUnknown
from svodka.delivery import outbox, smtp
from svodka.delivery import progress as quarter_progress
from svodka.delivery.guard_plan import Note, Situation, plan
from svodka.delivery.letter import new_message
from svodka.delivery.next_step import Step, steps
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.progress import Progress
from svodka.delivery.turn import turn
from svodka.errors import SvodkaError
from svodka.figures.mart_checks import ValuesRefused
from svodka.period import Quarter, business_day
from svodka.responsible.register import acting, known_persons
from svodka.settings import Person, Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse, run

ROLES = ("mcu_head", "secretary", "curator", "engineer", "cur_head")


def watch(
    warehouse: Warehouse,
    settings: Settings,
    quarter: Quarter,
    now: datetime,
    error: BaseException | None = None,
    asides: Sequence[str] = (),
    send: Send = smtp.send,
    is_alarm: bool = False,
) -> dict[str, Any]:
    """Writes the letters of one look; error: what stopped `advance` just before; asides: sentences about what else did
    not work; is_alarm: only warn the curator, now.

    Returns what may stand in a log: whether the report is out, whether to look again before the deadline, the letters
    by kind, their mails by state; no address.
    """
    with turn(warehouse, settings.municipality.oktmo, f"guard/{quarter}"):
        with warehouse.begin() as conn:
            situation = replace(
                situation_of(conn, settings, quarter, now, error), asides=tuple(asides), is_alarm=is_alarm
            )
            notes = plan(situation, holders(conn, settings, now))
        states = hand_over(warehouse, settings, situation, notes, now, send)
    return {
        "quarter": str(quarter),
        "is_out": situation.is_out,
        "looks_again": situation.looks_again,
        "letters": dict(Counter(note.kind for note in notes)),
        "mails": states,
    }


def situation_of(
    conn: Connection, settings: Settings, quarter: Quarter, now: datetime, error: BaseException | None
) -> Situation:
    """What is known at the moment. A calendar that is not known is itself what keeps the report."""
    local, due = now.astimezone(settings.zone), quarter_progress.deadline(quarter, settings)
    said = sentence(error)
    try:
        calendar = calendar_known_on(conn, business_day(now, settings.zone))
        progress = quarter_progress.read(conn, settings, quarter, now, calendar, may_send=True)
    except CalendarUnknown as unknown:
        stuck = Step("act", "error", str(unknown), ("engineer",))
        return Situation(quarter, local, due, None, (stuck,))
    waits = [mail["role"] for mail in progress.mails if mail["way"] == "hand" and mail["state"] != "sent"]
    known = known_persons(conn, settings, now)
    return Situation(
        quarter=quarter,
        now=local,
        deadline=due,
        cutoff=progress.cutoff,
        steps=tuple(steps(settings, quarter, progress)),
        is_out=progress.is_out,
        is_confirmed=progress.state.state == "confirmed",
        opened_at=progress.state.sign_off_opened_at,
        decided_at=progress.state.decided_at,
        error=said,
        is_refused=isinstance(error, ValuesRefused),
        told=frozenset(told(conn, settings, quarter)),
        by_hand=tuple(person.name for role in waits for person in acting(known, role, local.date())),
        sent_at=sent_at(progress),
    )


def sentence(error: BaseException | None) -> str | None:
    """What stopped the quarter, on one line. Only our own errors are quoted: the text of a foreign one may hold a row
    of data."""
    if error is None:
        return None
    if isinstance(error, ValuesRefused):
        return f"новые показатели не прошли проверку: {' '.join(error.reasons)}"
    if isinstance(error, SvodkaError):
        return " ".join(str(error).split())
    return f"внутренняя ошибка ({type(error).__name__}), подробности в журнале шага"


def sent_at(progress: Progress) -> datetime | None:
    """When the last recipient got the report."""
    moments = [datetime.fromisoformat(mail["sent_at"]) for mail in progress.mails if mail["sent_at"]]
    return max(moments, default=None)


def holders(conn: Connection, settings: Settings, now: datetime) -> dict[str, list[Person]]:
    """Who acts in each role on the local day."""
    known, day = known_persons(conn, settings, now), business_day(now, settings.zone)
    return {role: acting(known, role, day) for role in ROLES}


def told(conn: Connection, settings: Settings, quarter: Quarter) -> list[str]:
    """The addresses that have got a warning about the quarter's report."""
    rows = run(conn, "delivery/guard_told.sql", municipality=settings.municipality.oktmo, quarter=str(quarter))
    return list(rows.scalars())


def hand_over(
    warehouse: Warehouse,
    settings: Settings,
    situation: Situation,
    notes: Sequence[Note],
    now: datetime,
    send: Send,
) -> dict[str, int]:
    """Sends what is new, tries again what waits, takes back what is not wanted any more; the mails by state."""
    by_occasion: dict[str, dict[str, Note]] = {}
    for note in notes:
        by_occasion.setdefault(occasion(situation, note), {})[note.recipient] = note
    with warehouse.begin() as conn:
        for name, letters in by_occasion.items():
            outbox.enqueue(conn, settings, name, [note.person for note in letters.values()], now)
        withdraw(conn, settings, situation.quarter, by_occasion, now)
    states: Counter[str] = Counter()
    for name, letters in by_occasion.items():

        def compose(letter: Letter, letters: dict[str, Note] = letters) -> EmailMessage:
            return mail(settings, letter, letters[letter.recipient])

        outbox.deliver(warehouse, settings, name, compose, send, now)
        with warehouse.begin() as conn:
            states.update(row["state"] for row in outbox.listing(conn, settings, name) if row["recipient"] in letters)
    return dict(states)


def occasion(situation: Situation, note: Note) -> str:
    """By what a letter is known in the outbox: one of its kind a day, the all-clear one in all."""
    if note.kind == "all_clear":
        return f"escalation/{situation.quarter}/out"
    kind = "guard" if note.kind == "reminder" else "escalation"
    return f"{kind}/{situation.quarter}/{situation.now:%Y-%m-%d}"


def withdraw(
    conn: Connection, settings: Settings, quarter: Quarter, wanted: dict[str, dict[str, Note]], now: datetime
) -> None:
    """Letters that have not left and that nobody needs now are left alone; one that is needed again waits again.

    What waits under another day would tell yesterday's news.
    """
    keys = [f"{name} {recipient}" for name, letters in wanted.items() for recipient in letters]
    town = settings.municipality.oktmo
    run(conn, "delivery/guard_withdraw.sql", municipality=town, quarter=str(quarter), wanted=keys, now=now)


def mail(settings: Settings, letter: Letter, note: Note) -> EmailMessage:
    message = new_message(settings, letter, note.subject)
    message.set_content(note.text)
    return message
