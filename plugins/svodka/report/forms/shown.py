"""What stands in place of a token: an amount, a day or a text; as a cell of its own, or as words within a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from svodka.report.forms.number_format import NumberFormat
from svodka.report.neutral_text import neutral, well_formed
from svodka.report.shown_value import russian, trimmed
from svodka.report.standing import rounded, signed

LONGEST = 32_767  # characters that a cell holds


@dataclass(frozen=True)
class Amount:
    """A number, exact; `places`: how many people are used to see; `is_share`: per cent;
    `is_plain`: without a gap between the thousands, as years are."""

    exact: Fraction
    places: int = 0
    is_share: bool = False
    is_change: bool = False
    is_plain: bool = False

    @property
    def words(self) -> str:
        number = rounded(self.exact, self.places)
        if self.is_plain:
            return f"{number:f}"
        if self.is_change:
            return signed(number) if number else "0"
        return russian(trimmed(number) if self.places > 1 else number)


class Withheld(str):
    """What stands in place of a value that must not be shown."""


Shown = Amount | date | str


def in_words(shown: Shown) -> str:
    """Within a text; harmless control characters and all."""
    if isinstance(shown, Amount):
        return shown.words
    if isinstance(shown, date):
        return f"{shown:%d.%m.%Y}"
    return well_formed(shown)[:LONGEST]


def in_a_cell(shown: Shown, look: NumberFormat, counts_from_1904: bool = False) -> Decimal | str:
    """Alone in a cell: a number where the cell's format shows one, rounded once to the places that it shows."""
    if look.is_text:
        return harmless(in_words(shown))
    if isinstance(shown, Amount):
        places = shown.places if look.places is None else look.places
        if look.is_percent and shown.is_share:
            return rounded(shown.exact / 100, places + 2)
        number = rounded(shown.exact, places)
        return trimmed(number) if look.places is None and shown.places > 1 else number
    if isinstance(shown, date) and look.is_day:
        return Decimal(int(to_excel(shown, CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900)))
    return harmless(in_words(shown))


def harmless(text: str) -> str:
    """Text of the data that a spreadsheet program never takes for a formula."""
    return neutral(text)[:LONGEST]
