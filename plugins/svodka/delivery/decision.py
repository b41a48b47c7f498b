"""What a decision, or the lack of one, means for the edition that waits for it: pure, the moment is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from svodka.errors import SvodkaError

Decision = Literal["approve", "reject", "silence"]
Verdict = Literal["approved", "automatic", "rejected", "waiting"]
DECISIONS = ("approve", "reject", "silence")
# Between the cut-off and the automatic sending (12:00 → 14:00), and for an edition remade after a rejection.
WINDOW = timedelta(hours=2)


class EditionChanged(SvodkaError):
    """A decision was made about values that are not the ones to be sent."""


@dataclass(frozen=True)
class Question:
    """The edition put before the head: its values' hash, since when, and what was sent back before."""

    edition_hash: str
    number: str
    cutoff: datetime
    opened_at: datetime | None
    rejected_hash: str | None
    sign_off_seconds: int | None

    @property
    def until(self) -> datetime | None:
        """When silence becomes an answer; none while the configured seconds have not begun to run."""
        if self.sign_off_seconds is not None:
            return self.opened_at and self.opened_at + timedelta(seconds=self.sign_off_seconds)
        if self.rejected_hash and self.opened_at and self.opened_at > self.cutoff:
            return self.opened_at + WINDOW
        return self.cutoff + WINDOW


def verdict(question: Question, decision: str | None, edition_hash: str | None, now: datetime) -> Verdict:
    """What follows for the edition.

    A spoken decision binds to the hash it was made about; without one it means the edition as it stands.
    Silence is an answer once the window has closed; who says it about this very edition need not wait: the DAG whose
    question has run out, or the head who pressed «Отправить без подписи».
    An edition that was sent back never goes out by silence.
    Raises EditionChanged for another hash, SvodkaError for an unknown decision.
    """
    if decision is not None and decision not in DECISIONS:
        raise SvodkaError(f"Решение «{decision}» неизвестно: ожидается approve, reject или silence.")
    if decision in ("approve", "reject"):
        if edition_hash not in (None, question.edition_hash):
            raise EditionChanged(
                f"Решение принято по значениям {edition_hash}, а к отправке готова редакция {question.number} "
                f"({question.edition_hash}): показатели с тех пор изменились. Откройте её и решите заново."
            )
        return "approved" if decision == "approve" else "rejected"
    if question.rejected_hash == question.edition_hash:
        return "rejected"
    is_said = decision == "silence" and edition_hash == question.edition_hash
    is_over = question.until is not None and now >= question.until
    return "automatic" if is_said or is_over else "waiting"
