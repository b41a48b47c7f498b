"""СНИЛС and passports in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

SNILS = re.compile(r"(?<![0-9A-Za-z_.,-])(\d{3})([ -]?)(\d{3})[ -]?(\d{3})[ -]?(\d{2})(?![0-9A-Za-z_]|[.,-]\d)")
SNILS_TOLD = re.compile(r"(?:снилс|страхов\w{2,6} (?:номер|свидетельств)\w{0,3})\D{0,12}((?:\d[ -]{0,2}){10}\d)", re.I)
# Numbers up to this one were given before there was a checksum
UNCHECKED = 1_001_998

PASSPORT_TOLD = re.compile(
    r"(?:паспорт|сери[яию])[^\d\n]{0,20}(\d\d ?\d\d)(?:[ ,№N]|номер|ном\.|no\.?){0,10}(\d{3} ?\d{3})(?!\d)", re.I
)
PASSPORT = re.compile(
    r"(?<![\w.,-])(?<!\d )(?:(\d\d) (\d\d) №? ?|(\d\d)-(\d\d)-|(?!20[0-4]\d)(\d\d)(\d\d) )(\d{6})(?![\w]|[.,-]\d| \d)"
)
PASSPORT_NUMBERED = re.compile(
    r"(?<![\w.,-])(?!20[0-4]\d ?[№N])(\d\d ?\d\d) ?(?:№|[Nn](?:[oо]\.?)? ) ?(\d{6})(?![\w]|[.,-]\d)"
)
# The year of printing in a series: 1997 and on
FIRST_YEARS = (97, 98, 99)
LAST_YEAR = 40


def snils(text: str) -> Iterator[str]:
    """The digits of each СНИЛС of a normal text: with its checksum, or told to be one."""
    for found in SNILS.finditer(text):
        digits = "".join(found.group(1, 3, 4, 5))
        is_of_a_document = not found[2] and text[: found.start()].rstrip().endswith("№")
        if is_checked(digits) and not is_of_a_document:
            yield digits
    for found in SNILS_TOLD.finditer(text):
        yield re.sub(r"\D", "", found[1])


def is_checked(digits: str) -> bool:
    """Whether the last two of the eleven digits are the checksum of the first nine."""
    if int(digits[:9]) <= UNCHECKED:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return total % 101 % 100 == int(digits[9:])


def passports(text: str) -> Iterator[str]:
    """The digits of each series with its number: told to be one, after «№», or divided as in the passport itself."""
    for found in (*PASSPORT_TOLD.finditer(text), *PASSPORT_NUMBERED.finditer(text)):
        yield re.sub(r"\D", "", "".join(found.groups()))
    for found in PASSPORT.finditer(text):
        region, year, number = filter(None, found.groups())
        if int(year) in FIRST_YEARS or int(year) <= LAST_YEAR:
            yield region + year + number
