"""What the page of one message shows: its story, the figures of one quarter, what personal data there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.control.personal import Kept, kept_of
from svodka.figures.answer_marks import marks_of
from svodka.figures.explain import Explanation, explain
from svodka.figures.explain.identity import read_message
from svodka.figures.explain.model import Change
from svodka.figures.explain.quarters import touched_quarters
from svodka.figures.explain.term import quarter_of_term
from svodka.figures.finding import messages_named
from svodka.figures.personal_data import words_to_tell
from svodka.figures.quarter_figures import use_facts
from svodka.intake.contracts import channel_title
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.sources.files import journal_name

CANDIDATES = 50
# Cells of the source in which people write what they like; the page «Качество данных» judges topics alike
FREE_WORDS = ("topic_l1", "topic_l2", "topic_l3", "classifier_code", "settlement", "source_type")
NOT_TOLD = "текст вместо слова источника"


@dataclass(frozen=True)
class MessageTold:
    """One message; `quarters`: all that it reaches, the explanation speaks of the `shown` one."""

    told: Explanation
    quarters: Sequence[Quarter]
    shown: Quarter
    kept: Kept


@dataclass(frozen=True)
class Candidate:
    """One message that bears a number: what tells it from the others."""

    key: UUID
    number: str
    channel: str
    journal: str
    registered_on: date


def message_told(
    conn: Connection, settings: Settings, key: UUID, quarter: Quarter | None, now: datetime
) -> MessageTold | None:
    """None: there is no such message in our municipality. quarter: the one whose figures are told; by default that of
    the term, or the newest before it."""
    is_ours = text("SELECT 1 FROM core.message WHERE message_key = :key AND municipality = :town")
    if conn.execute(is_ours, {"key": key, "town": settings.municipality.oktmo}).first() is None:
        return None
    kept = kept_of(conn, key)
    # The warehouse's own facts, also on the first hours of a new rule: its page must not make all facts anew
    as_of = max(now, use_facts(conn, settings))
    _, fact = read_message(conn, key)
    responded = conn.execute(
        text("SELECT responded_at FROM message_question WHERE message_key = :key AND state_hash = :state"),
        {"key": key, "state": fact["state_hash"]},
    ).scalars()
    happened = [*responded, *marks_of(conn, key, as_of)]
    quarters = touched_quarters(fact, happened, as_of, settings.zone)
    shown = quarter or min(quarter_of_term(fact, settings) or quarters[-1], quarters[-1])
    told = without_texts(conn, explain(conn, settings, key, as_of, [shown]))
    return MessageTold(told, quarters, shown, kept)


def without_texts(conn: Connection, told: Explanation) -> Explanation:
    """The same for everyone to read: what a version has changed without cells that may hold a citizen's words."""
    changes = [change for version in told.versions for change in version.changes if change.field in FREE_WORDS]
    given = {word for change in changes for word in (change.old, change.new) if word is not None}
    safe = words_to_tell(conn, given)

    def plain(change: Change) -> Change:
        if change.field not in FREE_WORDS:
            return change
        old, new = (word if word is None or word in safe else NOT_TOLD for word in (change.old, change.new))
        return replace(change, old=old, new=new)

    versions = [replace(version, changes=[plain(one) for one in version.changes]) for version in told.versions]
    return replace(told, versions=versions)


def candidates(conn: Connection, settings: Settings, number: str) -> list[Candidate]:
    """The messages that a number as it is typed may mean («П-1», «pos:П-1», «П-1 (2026)»), at most CANDIDATES."""
    return [
        Candidate(
            key=UUID(str(row.message_key)),
            number=f"{row.source_number} ({row.number_year})" if row.number_year else row.source_number,
            channel=channel_title(row.channel),
            journal=journal_name(row.registrar) or "",
            registered_on=row.registered_on,
        )
        for row in messages_named(conn, settings, number)[:CANDIDATES]
    ]
