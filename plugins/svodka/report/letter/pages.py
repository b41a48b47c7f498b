"""The letter as PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from svodka.report.letter.document import ANNEXES_HEAD
from svodka.report.letter.text import LetterText
from svodka.report.typeset import pdf


def letter_pdf(text: LetterText, moment: datetime) -> bytes:
    """The letter on A4; equal letter and `moment` (aware) give equal bytes."""
    data = {**asdict(text), "annexes_head": ANNEXES_HEAD}
    data["footer"] = f"{text.municipality}, {text.period}, редакция {text.edition}, {text.status}"
    return pdf("letter", data, text.title, text.identifier, moment)
