"""The control list as a mail: on working days, one a day to each person; a second one when a load changed the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.control.effect import TargetLine, keep_effect
from svodka.control.letter import control_letter
from svodka.control.morning import Morning, compile_morning
from svodka.control.said_list import Change, change_since, keep_said, loads_since, said_lists
from svodka.delivery import outbox, quarter_state, smtp
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.recipients import CONTROL_ROLES, recipients
from svodka.delivery.turn import turn
from svodka.errors import SvodkaError
from svodka.period import Quarter, business_day
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse

Check = Callable[[Warehouse, Settings, datetime], list[str]]
NOT_YET = "Утреннее письмо ещё не уходило: оно скажет и о новых данных."
SAID_ALREADY = "Письмо за сегодня отправлено, и список с тех пор не изменился (или второе письмо уже ушло)."
WAITING = ("pending", "sending", "uncertain")


@dataclass(frozen=True)
class Occasions:
    """What a day's mails are called in the outbox: the morning's own, and the one after a load changed the list."""

    first: str
    second: str

    @classmethod
    def of(cls, day: date) -> Occasions:
        return cls(f"control/{day.isoformat()}", f"control/{day.isoformat()}/2")


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
    after_load: bool = False,
) -> dict[str, Any]:
    """Sends the control list of a business day to those who have not got it yet; repeats what waits for a retry.

    `after_load`: a load has called, not the morning: it never sends the day's first mail, only the second. A load
    also brings up to date what the quarter's figures need of each message. Returns what may stand in a log: the day,
    the counts, what the marts break (with one message's number), the mails by state; no address, no person; `told`:
    why nothing was to be done. On a day off nothing is sent. Raises CalendarUnknown.
    """
    occasions = Occasions.of(day)
    with turn(warehouse, settings.municipality.oktmo, occasions.first):
        with warehouse.begin() as conn:
            calendar = calendar_known_on(conn, business_day(now, settings.zone))
            is_working_day = calendar.is_working_day(day)
        targets, broken = effect_kept(warehouse, settings, day, now)
        if not is_working_day:
            return {"day": day.isoformat(), "is_working_day": False, "mails": {}}
        with warehouse.begin() as conn:
            told = put_down(conn, settings, day, now, occasions, after_load)
        if told:
            return {"day": day.isoformat(), "is_working_day": True, "told": told, "mails": {}}
        broken += check(warehouse, settings, now) + held_back(warehouse, settings, day)
        return hand_out(warehouse, settings, day, now, occasions, send, targets, broken)


def effect_kept(
    warehouse: Warehouse, settings: Settings, day: date, now: datetime
) -> tuple[Sequence[TargetLine], list[str]]:
    """What the quarter needs, kept for the list; where it cannot be computed, a sentence: the mail goes out."""
    try:
        with warehouse.begin() as conn:
            return keep_effect(conn, settings, day, now), []
    except Exception as error:  # its text may carry rows
        return [], [f"Не посчитано, какие ответы нужны для целей ({type(error).__name__}): позовите инженера."]


def put_down(
    conn: Connection, settings: Settings, day: date, now: datetime, occasions: Occasions, after_load: bool
) -> str | None:
    """Writes down the mails that are to go now; a sentence when a load has called and there is nothing to tell."""
    said = said_lists(conn, settings, day)
    if not said and after_load:
        return NOT_YET
    people = recipients(conn, settings, CONTROL_ROLES, now)
    if not said:
        keep_said(conn, settings, day, 1, now)
    if not after_load:
        outbox.enqueue(conn, settings, occasions.first, people, now)
    if len(said) == 1:
        has_loaded, is_loading = loads_since(conn, settings, said[0].composed_at, now)
        # While another load is under way its end will call again: one mail tells of all.
        if has_loaded and not is_loading and change_since(conn, settings, day, said[0]):
            keep_said(conn, settings, day, 2, now)
            outbox.enqueue(conn, settings, occasions.second, people, now)
    if after_load and not any(mail["state"] in WAITING for mail in outbox.listing(conn, settings, occasions.second)):
        return SAID_ALREADY
    return None


def hand_out(
    warehouse: Warehouse,
    settings: Settings,
    day: date,
    now: datetime,
    occasions: Occasions,
    send: Send,
    targets: Sequence[TargetLine],
    broken: Sequence[str],
) -> dict[str, Any]:
    """Composes the morning as it stands now and sends the mails whose time has come."""
    with warehouse.begin() as conn:
        morning = compile_morning(conn, settings, day, now, targets, broken)
        change = change_since(conn, settings, day, said_lists(conn, settings, day)[0])

    def compose(letter: Letter) -> EmailMessage:
        return control_letter(settings, letter, morning, change if letter.occasion == occasions.second else None)

    for occasion in (occasions.first, occasions.second):
        outbox.deliver(warehouse, settings, occasion, compose, send, now)
    with warehouse.begin() as conn:
        mails = [
            mail for one in (occasions.first, occasions.second) for mail in outbox.listing(conn, settings, one)
        ]  # fmt: skip
    return counted(morning, change, mails)


def counted(morning: Morning, change: Change, mails: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What of the morning may stand in a log."""
    return {
        "day": morning.day.isoformat(),
        "is_working_day": True,
        "is_quiet": morning.is_quiet,
        "n_all": morning.whole.n_all,
        **morning.counts,
        "due_soon": morning.counts["due_3"],
        "changed": change.n_new + change.n_gone + change.n_other,
        "spikes": len(morning.digest.spikes),
        "rejected": sum(one.n_open for one in morning.digest.quarantine),
        "broken": list(morning.broken),
        "mails": dict(Counter(mail["state"] for mail in mails)),
    }


def held_back(warehouse: Warehouse, settings: Settings, day: date) -> list[str]:
    """What the report of the quarter just ended goes, or has gone, without: values that were refused (one sentence)."""
    quarter = Quarter.of(day).previous
    with warehouse.begin() as conn:
        told = quarter_state.read(conn, settings, quarter).held_back
    return [f"Отчёт за {period_title(quarter)}. {told}"] if told else []
