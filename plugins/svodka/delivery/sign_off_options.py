"""The words that the question to the head shares with whoever answers it: its options, the line naming the edition."""

from __future__ import annotations

import re
from dataclasses import dataclass

APPROVE = "Утвердить"
REJECT = "Отклонить"
SILENCE = "Отправить без подписи"
DECISIONS = {APPROVE: "approve", REJECT: "reject", SILENCE: "silence"}
DAG_ID = "quarterly_report"

# At the very beginning only: further down the question repeats what people have written.
EDITION_LINE = re.compile(
    r"\AРедакция \*\*(?P<number>[0-9.]+)\*\* отчёта за \*\*(?P<quarter>\d{4}Q[1-4])\*\*, контрольная сумма "
    r"`(?P<edition_hash>[0-9a-f]+)`\."
)


@dataclass(frozen=True)
class Asked:
    """The edition that a question is about; `edition_hash` is that of its values."""

    quarter: str
    number: str
    edition_hash: str


def edition_line(asked: Asked) -> str:
    """The first line of the question."""
    return f"Редакция **{asked.number}** отчёта за **{asked.quarter}**, контрольная сумма `{asked.edition_hash}`."


def asked_in(body: str) -> Asked | None:
    """The edition that a question's text names; None: it is no question of ours."""
    found = EDITION_LINE.match(body)
    return Asked(found["quarter"], found["number"], found["edition_hash"]) if found else None
