"""A cell's number format: how many places it shows, whether it shows per cent, a day or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

NOT_DIGITS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
GENERAL = ("GENERAL", "ОСНОВНОЙ", "STANDARD")
EXACT = 6


@dataclass(frozen=True)
class NumberFormat:
    """`places`: None where the format leaves them to the number."""

    places: int | None = None
    is_percent: bool = False
    is_day: bool = False
    is_text: bool = False


def read_format(code: str | None) -> NumberFormat:
    """The meaning of a format's code, of its part for positive numbers."""
    plain = (code or "").strip()
    if plain == "" or any(word in NOT_DIGITS.sub("", plain).upper() for word in GENERAL):
        return NumberFormat()
    if plain == "@":
        return NumberFormat(is_text=True)
    if is_date_format(plain):
        return NumberFormat(is_day=True)
    digits = NOT_DIGITS.sub("", plain.split(";")[0])
    if "%" not in digits and not re.search(r"[0#?]", digits):
        return NumberFormat()
    if "/" in digits or re.search(r"[Ee][+-]", digits) or re.search(r"[0#?],+\s*(?:%|$|\.)", digits):
        return NumberFormat(EXACT, "%" in digits)  # fractions, exponents, thousands: no rounding of ours
    shown = digits.partition(".")[2]
    return NumberFormat(len(re.findall(r"[0#?]", shown)), "%" in digits)


def builtin(number: int) -> str:
    return BUILTIN_FORMATS.get(number, "General")
