"""Drives a quarter from its exports to a delivered report: one function, to be called as often as anybody likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.delivery import handover, quarter_state, rejection, waiver
from svodka.delivery.answer import answer
from svodka.delivery.call import Call
from svodka.delivery.decision import verdict
from svodka.delivery.preparation import prepare
from svodka.delivery.progress import SIGNERS, Progress, found_in
from svodka.delivery.quarter_state import QuarterState
from svodka.delivery.recipients import recipients
from svodka.delivery.spoken import without_personal
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
    `means`: fields of `Call` that are not the usual ones: decided_by, reason (of a rejection, of a gap let pass), waive
    (channels whose gap is let pass with the decision), figures, coverage, check, send, and by_itself = False for a
    person who looks at the report and has not asked for delivery.
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
    call = without_personal(call)
    with turn(warehouse, call.town, f"quarter/{period}"):
        let_pass(call)
        progress = prepare(call)
        progress = sign(call, progress)
        progress = hand_over(call, progress)
        rejection.tell(call, progress)
        return answer(call.settings, period, progress)


def let_pass(call: Call) -> None:
    """Keeps the gaps that come with a decision to go on: in the name of whoever signs today, with the login of whoever
    has pressed."""
    if call.waive and call.decision != "reject":
        with call.warehouse.begin() as conn:
            names = ", ".join(person.name for person in recipients(conn, call.settings, SIGNERS, call.now))
            # A login may be a mail address; what stands in the report must not.
            login = f"вход: {call.decided_by.partition('@')[0]}" if call.decided_by else None
            by = f"{names} ({login})" if names and login else names or login
            waiver.keep(conn, call.settings, call.quarter, call.waive, call.reason, by, call.now)


def sign(call: Call, progress: Progress) -> Progress:
    """Applies the decision, or the silence, to the preliminary edition: it is issued, sent back, or left to wait.

    It waits when nobody has answered in time, when silence is no consent, and when something keeps it back: a gap that
    nobody has let pass, a finding of the privacy gate.
    """
    draft, issued = progress.draft, progress.issued
    if draft is None or not call.has_ended or is_settled(call, progress):
        return progress
    decision = call.decision or said_before(progress)
    found = verdict(progress.question(call.settings), decision, call.edition_hash, call.now)
    with call.warehouse.begin() as conn:
        has_left = issued is not None and handover.has_left(conn, call.settings, issued)
        if found == "rejected" and call.decision == "reject":
            progress = replace(progress, state=sent_back(progress.state, draft, call))
        elif found == "approved" or (found == "automatic" and not has_left):
            progress = release(conn, call, progress, draft, found, is_correction=has_left)
        quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
    return progress


def is_settled(call: Call, progress: Progress) -> bool:
    """Whether the values in question are issued already, those now current or those the decision names. Those in whose
    files the privacy gate has found something are issued anew as soon as it finds anything else, or nothing."""
    if progress.issued is None or progress.draft is None or progress.issued_findings:
        return False
    return progress.issued.hash in (progress.draft.hash, call.edition_hash)


def said_before(progress: Progress) -> str | None:
    """The head's word about values that are issued and could not leave: it holds for the edition in their place."""
    draft, issued = progress.draft, progress.issued
    is_his = issued is not None and draft is not None and issued.hash == draft.hash and issued.kind == "approved"
    return "approve" if is_his else None


def sent_back(state: QuarterState, draft: Edition, call: Call) -> QuarterState:
    """A rejected edition: later loads are let in again, since only other values can go out without an approval."""
    decided = state.decided("reject", draft.hash, call.now, call.decided_by)
    return replace(decided, rejected_hash=draft.hash, rejection_reason=call.reason, frozen_at=None)


def release(
    conn: Connection, call: Call, progress: Progress, draft: Edition, found: str, is_correction: bool
) -> Progress:
    """Issues the frozen values under a whole number and, in the same transaction, writes the outbox."""
    document = {**edition_store.frozen_document(conn, draft), "as_of": progress.state.as_of}
    kind = "corrected" if is_correction else found
    coverage = waiver.told(progress.coverage, progress.waivers, call.settings.zone)
    issued = editions.issue(conn, call.settings, call.quarter, document, coverage, kind, call.now)
    findings = found_in(conn, issued)
    decision = "approve" if found == "approved" else "silence"
    state = progress.state.decided(decision, draft.hash, call.now, call.decided_by)
    if progress.is_sent_back:  # he has thought better of it
        state = replace(state, rejected_hash=None, rejection_reason=None)
    if call.may_send and not findings:
        handover.write_outbox(conn, call.settings, issued, call.now)
    return replace(progress, state=replace(state, state="signed"), issued=issued, issued_findings=findings)


def hand_over(call: Call, progress: Progress) -> Progress:
    """Sends what the outbox of the issued edition holds; `sent` when each recipient has it, `confirmed` when each has
    said so. Nothing leaves while the privacy gate is shut."""
    if progress.issued is None or progress.issued_findings:
        return progress
    if call.may_send:
        with call.warehouse.begin() as conn:
            handover.write_outbox(conn, call.settings, progress.issued, call.now, by_word=call.deliver)
    handover.send_outbox(call.warehouse, call.settings, progress.issued, call.send, call.now, with_failed=call.deliver)
    with call.warehouse.begin() as conn:
        mails = handover.mails(conn, call.settings, progress.issued)
        reached = reached_state(conn, call.settings, progress.issued, mails)
        state = replace(progress.state, state=reached)
        quarter_state.write(conn, call.settings, call.quarter, state, call.now)
    return replace(progress, state=state, mails=mails)


def reached_state(conn: Connection, settings: Settings, issued: Edition, mails: list[dict[str, Any]]) -> str:
    """signed, sent or confirmed: how far the issued edition has come."""
    if not handover.is_complete(mails):
        return "signed"
    return "confirmed" if handover.is_confirmed(conn, settings, issued) else "sent"


def settle(warehouse: Warehouse, settings: Settings, now: datetime, quarter: Quarter | None = None) -> str:
    """What is known by now of the deliveries of a quarter (the one just ended), told to its row: signed becomes sent
    when the last of them was passed on, sent becomes confirmed, a report on a failed delivery takes it back.

    Returns the state; computes and sends nothing."""
    period = quarter or Quarter.of(business_day(now, settings.zone)).previous
    town = settings.municipality.oktmo
    with turn(warehouse, town, f"quarter/{period}"), warehouse.begin() as conn:
        state = quarter_state.read(conn, settings, period)
        issued = edition_store.latest(conn, town, str(period), is_preliminary=False)
        if issued is None or state.state not in ("signed", "sent", "confirmed"):
            return state.state
        reached = reached_state(conn, settings, issued, handover.mails(conn, settings, issued))
        quarter_state.write(conn, settings, period, replace(state, state=reached), now)
        return reached
