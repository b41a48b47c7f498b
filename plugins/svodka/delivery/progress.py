"""The quarter between two steps, as its rows say: how far it has come, what keeps it back, who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.calendar import WorkingCalendar
from svodka.delivery import handover, quarter_state, waiver
from svodka.delivery.decision import Question, silence_of
from svodka.delivery.quarter_state import QuarterState
from svodka.delivery.recipients import REPORT_ROLES, recipients
from svodka.delivery.waiver import Waiver
from svodka.period import Quarter, end_of_day
from svodka.report import edition_store
from svodka.report.data_state import DataState, data_states
from svodka.report.edition_store import Edition
from svodka.report.privacy import Finding, findings_of
from svodka.settings import Settings

SIGNERS = ("mcu_head",)


@dataclass(frozen=True)
class Progress:
    """`draft` is the newest preliminary edition, `issued` the newest issued one, each with what the privacy gate has
    found in its files; `signers` are the names of those who are asked to sign today, `ways` those by which today's
    recipients get the report."""

    state: QuarterState
    draft: Edition | None
    issued: Edition | None
    cutoff: datetime
    may_send: bool
    has_ended: bool
    mails: list[dict[str, Any]] = field(default_factory=list)
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    draft_findings: tuple[Finding, ...] = ()
    issued_findings: tuple[Finding, ...] = ()
    signers: tuple[str, ...] = ()
    ways: frozenset[str] = frozenset()

    @property
    def edition(self) -> Edition | None:
        """The edition that counts: the issued one, as long as there is none the preliminary one."""
        return self.issued or self.draft

    @property
    def is_out(self) -> bool:
        """Whether each recipient has the issued edition."""
        return self.state.state in ("sent", "confirmed")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the privacy gate has found in the edition that would go next; none: it may."""
        if self.issued is None or (self.is_out and self.has_changed and not self.is_sent_back):
            return self.draft_findings
        return self.issued_findings

    @property
    def has_changed(self) -> bool:
        """Whether the figures are others than those issued."""
        return self.issued is not None and self.draft is not None and self.draft.hash != self.issued.hash

    @property
    def is_sent_back(self) -> bool:
        """Whether the head has sent the preliminary edition back."""
        return self.draft is not None and self.state.rejected_hash == self.draft.hash

    @property
    def coverage(self) -> list[dict[str, Any]]:
        """What the exports cover by the last computation: one summary a channel."""
        return self.state.coverage or []

    def open_gaps(self) -> list[DataState]:
        """The channels with a gap that nobody has let pass."""
        return data_states(waiver.open_gaps(self.coverage, self.waivers))

    def question(self, settings: Settings) -> Question:
        """The preliminary edition as it is put before the head."""
        assert self.draft is not None
        policy, quarter = settings.policy, Quarter.parse(self.draft.quarter)
        waits_for_gaps = policy.at_cutoff == "hold"
        return Question(
            edition_hash=self.draft.hash,
            number=self.draft.number,
            cutoff=self.cutoff,
            opened_at=self.state.sign_off_opened_at,
            rejected_hash=self.state.rejected_hash,
            sign_off_seconds=policy.sign_off_seconds,
            silence=silence_of(policy, quarter),
            waits_for_gaps=waits_for_gaps,
            gaps=tuple(gap.channel for gap in self.open_gaps()) if waits_for_gaps else (),
            is_blocked=bool(self.draft_findings),
            deadline=deadline(quarter, settings),
        )


def deadline(quarter: Quarter, settings: Settings) -> datetime:
    """Until when the report must be out: the 4th of the month after the quarter, 23:59:59."""
    return end_of_day(quarter.next.first_day.replace(day=4), settings.zone)


def read(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    now: datetime,
    calendar: WorkingCalendar,
    may_send: bool = False,
) -> Progress:
    """The quarter as it stands; nothing is computed."""
    town = settings.municipality.oktmo
    draft = edition_store.latest(conn, town, str(quarter), is_preliminary=True)
    issued = edition_store.latest(conn, town, str(quarter), is_preliminary=False)
    return Progress(
        state=quarter_state.read(conn, settings, quarter),
        draft=draft,
        issued=issued,
        cutoff=calendar.cutoff(quarter, settings.zone),
        may_send=may_send,
        has_ended=now >= quarter.bounds(settings.zone)[1],
        mails=handover.mails(conn, settings, issued) if issued else [],
        waivers=waiver.waivers(conn, settings, quarter),
        draft_findings=found_in(conn, draft),
        issued_findings=found_in(conn, issued),
        signers=tuple(person.name for person in recipients(conn, settings, SIGNERS, now)),
        ways=frozenset(person.way for person in recipients(conn, settings, REPORT_ROLES, now)),
    )


def found_in(conn: Connection, edition: Edition | None) -> tuple[Finding, ...]:
    """What the privacy gate has found in the files of an edition."""
    return tuple(findings_of(conn, edition.edition_id)) if edition else ()
