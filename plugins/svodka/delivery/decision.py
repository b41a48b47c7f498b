"""What a decision, or the lack of one, means for the edition that waits for it: pure, the moment is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.settings import Policy

Decision = Literal["approve", "reject", "silence"]
Verdict = Literal["approved", "automatic", "rejected", "waiting", "unsigned", "gapped", "blocked"]
Silence = Literal["send", "hold"]
DECISIONS = ("approve", "reject", "silence")
# Between the cut-off and the automatic sending (12:00 → 14:00), and for an edition remade after the cut-off.
WINDOW = timedelta(hours=2)
# How long before the deadline the last window closes: time to send, and to send again.
RESERVE = timedelta(hours=1)


class EditionChanged(SvodkaError):
    """A decision was made about values that are not the ones to be sent."""


def silence_of(policy: Policy, quarter: Quarter) -> Silence:
    """What it means that nobody answers: the report of the fourth quarter is due in the holidays, with its own rule."""
    return policy.on_silence_q4 if quarter.number == 4 else policy.on_silence


@dataclass(frozen=True)
class Question:
    """The edition put before the head: its values' hash, since when, what was sent back before, what keeps it back.

    `gaps`: channels whose gap nobody has let pass, where the policy asks for it (`waits_for_gaps`); `is_blocked`: the
    privacy gate has found something in its files; `deadline`: until when the report must be out.
    """

    edition_hash: str
    number: str
    cutoff: datetime
    opened_at: datetime | None
    rejected_hash: str | None
    sign_off_seconds: int | None
    silence: Silence = "send"
    waits_for_gaps: bool = False
    gaps: tuple[str, ...] = ()
    is_blocked: bool = False
    deadline: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """When silence becomes an answer; none when it never does, or the configured seconds have not begun to run."""
        return self.closes if self.silence == "send" else None

    @property
    def closes(self) -> datetime | None:
        """When the time to sign is over: two hours after the cut-off.

        An edition remade after it, for the one before was sent back or had a gap, has two hours of its own, but not
        into the last hour before the deadline: the report must be out by then.
        """
        if self.sign_off_seconds is not None:
            return self.opened_at and self.opened_at + timedelta(seconds=self.sign_off_seconds)
        is_remade = self.rejected_hash is not None or self.waits_for_gaps
        begins = max(self.cutoff, self.opened_at) if is_remade and self.opened_at else self.cutoff
        if self.deadline is None or begins >= self.deadline:
            return begins + WINDOW
        return min(begins + WINDOW, max(begins, self.deadline - RESERVE))

    @property
    def may_go_by_silence(self) -> bool:
        """Whether the edition goes out when nobody does anything more."""
        is_free = not self.gaps and not self.is_blocked and self.rejected_hash != self.edition_hash
        return self.silence == "send" and is_free


def verdict(question: Question, decision: str | None, edition_hash: str | None, now: datetime) -> Verdict:
    """What follows for the edition.

    A spoken decision binds to the hash it was made about; without one it means the edition as it stands.
    Silence is an answer once the window has closed; who says it about this very edition need not wait: the DAG whose
    question has run out, or the head who pressed «Отправить без подписи».
    No word but a rejection reaches an edition in which the privacy gate has found something (blocked) or that has a
    gap to be let pass by name first (gapped). One that was sent back never goes out by silence, and none does where
    the policy says hold (unsigned).
    Raises EditionChanged for another hash, SvodkaError for an unknown decision.
    """
    if decision is not None and decision not in DECISIONS:
        raise SvodkaError(f"Решение «{decision}» неизвестно: ожидается approve, reject или silence.")
    if decision in ("approve", "reject") and edition_hash not in (None, question.edition_hash):
        raise EditionChanged(
            f"Решение принято по значениям {edition_hash}, а к отправке готова редакция {question.number} "
            f"({question.edition_hash}): показатели с тех пор изменились. Откройте её и решите заново."
        )
    if decision == "reject":
        return "rejected"
    if question.is_blocked:
        return "blocked"
    if question.gaps:
        return "gapped"
    if decision == "approve":
        return "approved"
    if question.rejected_hash == question.edition_hash:
        return "rejected"
    return _of_silence(question, decision == "silence" and edition_hash == question.edition_hash, now)


def _of_silence(question: Question, is_said: bool, now: datetime) -> Verdict:
    is_over = question.closes is not None and now >= question.closes
    if not (is_said or is_over):
        return "waiting"
    return "automatic" if question.silence == "send" else "unsigned"
