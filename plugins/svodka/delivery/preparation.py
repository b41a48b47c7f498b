"""The first step of a quarter: its figures computed, judged, and frozen as a preliminary edition.

Three phases, for the judge sees only what is committed, and while it judges no transaction may stand open: one would
hold up, and be held up by, whoever makes the marts anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.delivery import handover, quarter_state, waiver
from svodka.delivery import progress as quarter_progress
from svodka.delivery.call import Call
from svodka.delivery.progress import Progress
from svodka.delivery.quarter_state import QuarterState
from svodka.errors import SvodkaError
from svodka.figures.mart_checks import ValuesRefused, store_values
from svodka.report import edition as editions
from svodka.report.annex import values_hash
from svodka.report.basis import Basis, basis_of
from svodka.report.data_state import DataState, data_states
from svodka.report.wording import local_time
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class Computed:
    """Figures, gaps and what stands behind them, all of one content of the warehouse."""

    document: Mapping[str, Any]
    states: list[DataState]
    basis: Basis

    @property
    def has_gaps(self) -> bool:
        return any(state.has_gap for state in self.states)


def prepare(call: Call) -> Progress:
    """Where the quarter stands with the figures of now, unless they are frozen or on their way. Under the turn's lock.

    Refused values leave the edition in hand where it may go out, and a sentence about it in the quarter's row.
    Raises ValuesRefused where there is none to go out.
    """
    progress, is_closed = standing(call)
    if is_closed:
        return progress
    computed = compute(call)
    if computed is None:
        return stored(call, progress)
    try:
        if progress.draft is None or progress.draft.hash != values_hash(computed.document):
            call.check(call.warehouse, call.settings, call.quarter, call.now)
    except SvodkaError as error:
        if not may_stand_in(call, progress):
            raise
        return stored(call, held(call, progress, error))
    return frozen(call, progress, computed)


def standing(call: Call) -> tuple[Progress, bool]:
    """The quarter as its rows say, and whether nothing may be computed for it any more."""
    with call.warehouse.begin() as conn:
        progress = quarter_progress.read(
            conn, call.settings, call.quarter, call.now, call.calendar, may_send=call.may_send
        )
        draft, issued = progress.draft, progress.issued
        is_frozen = progress.state.frozen_at is not None and draft is not None and issued is None
        is_under_way = issued is not None and handover.is_under_way(conn, call.settings, issued)
        return progress, is_frozen or is_under_way


def compute(call: Call) -> Computed | None:
    """The figures of now, from one snapshot, and committed for the judge; None while no channel has landed anything."""
    with call.warehouse.begin() as conn:
        conn.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        newest = run(conn, "delivery/newest_landed.sql", municipality=call.town, now=call.now).scalar()
        as_of: datetime = (newest or call.now).astimezone(call.settings.zone)
        # Gaps are judged at `now`: a day is not covered because nothing has been landed since it began.
        states = data_states(call.coverage(conn, call.settings, call.quarter, call.now))
        if all(state.newest_export is None for state in states):
            return None
        gaps = {state.channel for state in states if state.has_gap}
        document = call.figures(conn, call.quarter, call.settings, as_of, gaps)
        basis = basis_of(conn, call.settings, call.quarter, document, call.now)
        store_values(conn, call.settings, document)
    return Computed(document, states, basis)


def frozen(call: Call, progress: Progress, computed: Computed) -> Progress:
    """The computed values as the preliminary edition, new where they or the quality of their data are."""
    kept = [state.as_json() for state in computed.states]
    said = waiver.told(kept, progress.waivers, call.settings.zone)
    with call.warehouse.begin() as conn:
        # The edition's row refers to the quarter's, so the quarter's comes first.
        quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
        draft = editions.issue(
            conn, call.settings, call.quarter, computed.document, said, "preliminary", call.now, computed.basis
        )
        row = replace(progress.state, as_of=computed.document["as_of"], coverage=kept, held_back=None)
        if draft.is_new:
            row = replace(row, sign_off_opened_at=None)
        progress = replace(progress, state=row, draft=draft, draft_findings=quarter_progress.found_in(conn, draft))
        row = at_the_cutoff(call, progress, computed.has_gaps)
        return written(conn, call, replace(progress, state=row))


def at_the_cutoff(call: Call, progress: Progress, has_gaps: bool) -> QuarterState:
    """The quarter's row: frozen once no later load is waited for; the sign-off opens then, or when no gap is left.

    What cannot go out as it stands is not frozen, for only other data can help: an edition that the head has sent back,
    one with a gap that nobody has let pass where the policy asks for it, one in which the privacy gate has found
    something.
    """
    row = progress.state
    if call.has_ended and progress.issued is None:
        question = progress.question(call.settings)
        is_stuck = progress.is_sent_back or question.gaps or question.is_blocked
        row = replace(row, state="preliminary", frozen_at=call.now if call.is_due and not is_stuck else None)
    if call.has_ended and (call.is_due or not has_gaps) and row.sign_off_opened_at is None:
        row = replace(row, sign_off_opened_at=call.now)
    return row


def may_stand_in(call: Call, progress: Progress) -> bool:
    """Whether the edition in hand goes on in place of refused values.

    At its time, so that doing nothing sends a report; when a decision names it; and when it is out already. Before
    the cut-off the data can still be mended, and what the head has sent back never goes out by itself.
    """
    draft = progress.draft
    if draft is None or not call.has_ended:
        return False
    is_named = call.decision is not None and call.edition_hash == draft.hash
    is_wanted = call.is_due and draft.hash != progress.state.rejected_hash
    return is_named or is_wanted or progress.issued is not None


def held(call: Call, progress: Progress, error: SvodkaError) -> Progress:
    """The edition in hand goes on, with its own moment and coverage; the quarter's row says why."""
    edition = progress.edition
    assert edition is not None
    # Equal values may have been computed at a later moment than their preliminary edition's.
    later = None if progress.issued else progress.state.as_of
    moment = local_time(datetime.fromisoformat(later) if later else edition.as_of, call.settings.zone)
    why = " ".join(error.reasons) if isinstance(error, ValuesRefused) else str(error)
    goes = "остаётся" if progress.issued else "отправляется"
    told = (
        f"Данные, пришедшие позже, не прошли проверку; {goes} редакция {edition.number} по данным на {moment}. {why} "
        "После исправления запустите «Квартальный отчёт» снова."
    )
    progress = replace(progress, state=replace(progress.state, held_back=told))
    return replace(progress, state=at_the_cutoff(call, progress, has_gaps=True))


def stored(call: Call, progress: Progress) -> Progress:
    with call.warehouse.begin() as conn:
        return written(conn, call, progress)


def written(conn: Connection, call: Call, progress: Progress) -> Progress:
    quarter_state.write(conn, call.settings, call.quarter, progress.state, call.now)
    return progress
