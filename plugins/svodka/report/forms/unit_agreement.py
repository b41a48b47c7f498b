"""A unit right after its number within a text stands as people say it: «67,6 балла», not «67,6 балл»."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from svodka.report.forms.asks import Figure, Span
from svodka.report.forms.shown import Amount, Shown
from svodka.report.standing import rounded, unit_of

A_PART = Decimal("0.5")  # what is written with a comma is read as a fraction, «5,0» too


def agreed(spans: Sequence[Span], shown: Sequence[Shown], text: str) -> list[Shown]:
    """What stands in place of the spans of a text; a unit with nothing but spaces between it and an amount agrees."""
    found = list(shown)
    for place in range(1, len(spans)):
        ask, unit, amount = spans[place].ask, shown[place], shown[place - 1]
        if not (
            isinstance(ask, Figure) and ask.part == "unit" and isinstance(unit, str) and isinstance(amount, Amount)
        ):
            continue
        if not text[spans[place - 1].end : spans[place].start].strip():
            number = abs(rounded(amount.exact, amount.places))
            found[place] = unit_of(A_PART if "," in amount.words else number, unit)
    return found
