"""Drives a quarter from its exports to a delivered report: one function, to be called as often as anybody likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.delivery import handover, quarter_state
from svodka.delivery.answer import Progress, answer
from svodka.delivery.call import Call
from svodka.delivery.decision import verdict
from svodka.delivery.preparation import prepare
from svodka.delivery.quarter_state import QuarterState
from svodka.delivery.turn import turn
from svodka.errors import SvodkaError
from svodka.period import Quarter, business_day
from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.report.edition_store import Edition
from svodka.settings import Settings
from svodka.warehouse.calendar_in_force import calendar_known_on
from svodka.warehouse.engine import Warehouse


def advance(
    warehouse: Warehouse,
    settings: Settings,
    quarter: Quarter | str,
    now: datetime,
    deliver: bool = False,
    decision: str | None = None,
    edition_hash: str | None = None,
    **means: Any,
) -> dict[str, Any]:
    """Takes the quarter as far as it can go at `now` (aware) and says what comes next (design §7, `answer.answer`).

    Each step commits by itself and is found done by the next call, so a call may be repeated, may die anywhere, and
    may meet another one: the second waits for the first. `decision` (approve, reject, silence) binds to
    `edition_hash`; `deliver` is a person's word for a quarter that is not the one just ended.
    `means`: fields of `Call` that are not the usual ones: decided_by, figures, coverage, check, send, and by_itself =
    False for a person who looks at the report and has not asked for delivery.
    Raises SvodkaError: a decision or a delivery before the quarter's end, a decision about other values, new values
    that expectations/marts call critically wrong while no older edition may go out in their place
    (`preparation.may_stand_in`): nothing is issued then, the quarter stays as it was.
    """
    period = Quarter.parse(quarter) if isinstance(quarter, str) else quarter
    with warehouse.begin() as conn:
        calendar = calendar_known_on(conn, business_day(now, settings.zone))
    call = Call(warehouse, settings, period, now, calendar, deliver, decision, edition_hash, **means)
    if not call.has_ended and (deliver or decision in ("approve", "reject")):
        first = f"{period.next.first_day:%d.%m.%Y}"
        raise SvodkaError(f"Квартал {period} ещё не закончен: подписать и отправить отчёт можно с {first}.")
    with turn(warehouse, call.town, f"quarter/{period}"):
        progress = prepare(call)
        progress = sign(call, progress)
        progress = hand_over(call, progress)
        return answer(call.settings, period, progress)


def sign(call: Call, progress: Progress) -> Progress:
    """Applies the decision, or the silence, to the preliminary edition: it is issued, sent back, or left to wait."""
    draft, issued = progress.draft, progress.issued
    if draft is None or not call.has_ended or is_settled(call, progress):
        return progress
    question = progress.question(call.settings)
    found = verdict(question, call.decision, call.edition_hash, call.now)
    with call.warehouse.begin() as conn:
        has_left = issued is not None and handover.has_left(conn, call.settings, issued)
        if found == "rejected" and call.decision == "reject":
            progress = replace(progress, state=sent_back(progress.state, draft, call))
        elif found == "approved" or (found == "automatic" and not has_left):
            progress = release(conn, call, progress, draft, found, is_correction=has_left)
        quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
    return progress


def is_settled(call: Call, progress: Progress) -> bool:
    """Whether the values in question are issued already, those now current or those the decision names."""
    if progress.issued is None or progress.draft is None:
        return False
    return progress.issued.hash in (progress.draft.hash, call.edition_hash)


def sent_back(state: QuarterState, draft: Edition, call: Call) -> QuarterState:
    """A rejected edition: later loads are let in again, since only other values can go out without an approval."""
    decided = state.decided("reject", draft.hash, call.now, call.decided_by)
    return replace(decided, rejected_hash=draft.hash, frozen_at=None)


def release(
    conn: Connection, call: Call, progress: Progress, draft: Edition, found: str, is_correction: bool
) -> Progress:
    """Issues the frozen values under a whole number and, in the same transaction, writes the outbox."""
    document = {**edition_store.frozen_document(conn, draft), "as_of": progress.state.as_of}
    kind = "corrected" if is_correction else found
    coverage = progress.state.coverage or []
    issued = editions.issue(conn, call.settings, call.quarter, document, coverage, kind, call.now)
    decision = "approve" if found == "approved" else "silence"
    state = progress.state.decided(decision, draft.hash, call.now, call.decided_by)
    if call.may_send:
        handover.write_outbox(conn, call.settings, issued, call.now)
    return replace(progress, state=replace(state, state="signed"), issued=issued)


def hand_over(call: Call, progress: Progress) -> Progress:
    """Sends what the outbox of the issued edition holds; `sent` when each recipient has it."""
    if progress.issued is None:
        return progress
    if call.may_send:
        with call.warehouse.begin() as conn:
            handover.write_outbox(conn, call.settings, progress.issued, call.now)
    handover.send_outbox(call.warehouse, call.settings, progress.issued, call.send, call.now, with_failed=call.deliver)
    with call.warehouse.begin() as conn:
        mails = handover.mails(conn, call.settings, progress.issued)
        is_sent = handover.is_complete(conn, call.settings, mails, call.now)
        state = replace(progress.state, state="sent" if is_sent else "signed")
        quarter_state.write(conn, call.settings, call.quarter, state, call.now)
    return replace(progress, state=state, mails=mails)
