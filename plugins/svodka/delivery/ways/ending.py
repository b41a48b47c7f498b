"""How one attempt to hand something over ended, in one of four honest words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["sent", "pending", "uncertain", "failed"]
LONGEST = 400  # characters of a reply worth keeping


@dataclass(frozen=True)
class Ending:
    """The outcome and, in Russian, what was answered or what went wrong.

    sent: the other side has taken it; pending: it has not, another attempt may succeed; failed: it never will as
    things stand; uncertain: it may have arrived, but the answer was lost.
    """

    outcome: Outcome
    reply: str

    def __post_init__(self) -> None:
        words = " ".join(self.reply.split())
        object.__setattr__(self, "reply", words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")
