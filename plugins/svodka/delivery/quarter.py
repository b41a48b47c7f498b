"""Drives a quarter from its exports to a delivered report: one function, to be called as often as anybody likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka import calendar
from svodka.delivery import handover, quarter_state, smtp
from svodka.delivery.answer import Progress, answer
from svodka.delivery.decision import verdict
from svodka.delivery.outbox import Send
from svodka.delivery.quarter_state import QuarterState
from svodka.delivery.turn import turn
from svodka.errors import SvodkaError
from svodka.period import Quarter, business_day
from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run, use_marts

Figures = Callable[[Connection, Quarter, Settings, datetime, set[str]], Mapping[str, Any]]
Coverage = Callable[[Connection, Settings, Quarter, datetime], Sequence[Mapping[str, Any]]]


def default_figures(
    conn: Connection, quarter: Quarter, settings: Settings, as_of: datetime, gaps: set[str]
) -> Mapping[str, Any]:
    from svodka.figures import document

    use_marts(conn)
    return document.compute(conn, quarter, settings, as_of, gaps)


def default_coverage(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime
) -> Sequence[Mapping[str, Any]]:
    from svodka.intake import coverage

    return coverage.summary(conn, settings, quarter, as_of)


@dataclass(frozen=True)
class Call:
    """One call of `advance`: what does not change while it lasts."""

    warehouse: Warehouse
    settings: Settings
    quarter: Quarter
    now: datetime
    deliver: bool = False
    decision: str | None = None
    edition_hash: str | None = None
    decided_by: str | None = None
    figures: Figures = default_figures
    coverage: Coverage = default_coverage
    send: Send = smtp.send
    by_itself: bool = True

    @property
    def town(self) -> str:
        return self.settings.municipality.oktmo

    @property
    def cutoff(self) -> datetime:
        return calendar.cutoff(self.quarter, self.settings.zone)

    @property
    def has_ended(self) -> bool:
        return self.now >= self.quarter.bounds(self.settings.zone)[1]

    @property
    def may_send(self) -> bool:
        """Only the quarter just ended goes out by itself; for any other a person sets `deliver`."""
        today = business_day(self.now, self.settings.zone)
        return self.deliver or (self.by_itself and Quarter.of(today).previous == self.quarter)


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
    `means`: fields of `Call` that are not the usual ones: decided_by, figures, coverage, send, and by_itself = False
    for a person who looks at the report and has not asked for delivery.
    Raises SvodkaError: a decision or a delivery before the quarter's end, a decision about other values.
    """
    period = Quarter.parse(quarter) if isinstance(quarter, str) else quarter
    call = Call(warehouse, settings, period, now, deliver, decision, edition_hash, **means)
    if not call.has_ended and (deliver or decision in ("approve", "reject")):
        first = f"{period.next.first_day:%d.%m.%Y}"
        raise SvodkaError(f"Квартал {period} ещё не закончен: подписать и отправить отчёт можно с {first}.")
    with turn(warehouse, call.town, f"quarter/{period}"):
        progress = prepare(call)
        progress = sign(call, progress)
        progress = hand_over(call, progress)
        return answer(call.settings, period, progress)


def prepare(call: Call) -> Progress:
    """Computes the figures and freezes them as a preliminary edition, unless they are frozen or on their way."""
    with call.warehouse.begin() as conn:
        state = quarter_state.read(conn, call.settings, call.quarter)
        issued = edition_store.latest(conn, call.town, str(call.quarter), is_preliminary=False)
        draft = edition_store.latest(conn, call.town, str(call.quarter), is_preliminary=True)
        progress = Progress(state, draft, issued, call.cutoff, call.may_send, call.has_ended)
        is_frozen = state.frozen_at is not None and draft is not None and issued is None
        if is_frozen or (issued is not None and handover.is_under_way(conn, call.settings, issued)):
            return progress
        progress = compute(conn, call, progress)
        quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
        return progress


def compute(conn: Connection, call: Call, progress: Progress) -> Progress:
    """The figures of now as a preliminary edition; none while no channel has landed anything."""
    newest = run(conn, "delivery/newest_landed.sql", municipality=call.town, now=call.now).scalar()
    as_of = (newest or call.now).astimezone(call.settings.zone)
    # Gaps are judged at `now`: a day is not covered because nothing has been landed since it began.
    states = data_states(call.coverage(conn, call.settings, call.quarter, call.now))
    if all(state.newest_export is None for state in states):
        return progress
    gaps = {state.channel for state in states if state.has_gap}
    document = call.figures(conn, call.quarter, call.settings, as_of, gaps)
    kept = [state.as_json() for state in states]
    # The edition's row refers to the quarter's, so the quarter's comes first.
    quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
    draft = editions.issue(conn, call.settings, call.quarter, document, kept, "preliminary", call.now)
    row = replace(progress.state, as_of=document["as_of"], coverage=kept)
    if draft.is_new:
        row = replace(row, sign_off_opened_at=None)
    is_due = call.now >= call.cutoff
    if call.has_ended and progress.issued is None:
        # What the head has sent back is not frozen: only other values can take its place.
        is_frozen = is_due and draft.hash != row.rejected_hash
        row = replace(row, state="preliminary", frozen_at=call.now if is_frozen else None)
    if call.has_ended and (is_due or not gaps) and row.sign_off_opened_at is None:
        row = replace(row, sign_off_opened_at=call.now)
    return replace(progress, state=row, draft=draft)


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
        is_sent = handover.is_complete(call.settings, mails)
        state = replace(progress.state, state="sent" if is_sent else "signed")
        quarter_state.write(conn, call.settings, call.quarter, state, call.now)
    return replace(progress, state=state, mails=mails)
