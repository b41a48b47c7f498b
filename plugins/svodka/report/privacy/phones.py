"""Telephone numbers in a text: by their shape, by the numbering plan where that is not enough, by the words before.

A report is full of figures, so a row of digits alone is a number of a telephone only if the plan knows it; groups of
three are a sum; a fraction, a date, a range, a number after «№», a part of a longer number is none. What is certain by
its shape (+7…, a code in brackets, 8 902 123-45-67) counts whether the plan knows it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from svodka.report.privacy.normal_text import ANOTHER_READING

# What may stand between two digits of one telephone; a line or a cell may end there, then nothing else is between
BETWEEN = r"(?:[ ]{0,2}[-.()]{0,2}[ ]{0,2}|\)?[\t\n]\(?)"
BEFORE = r"(?<![0-9A-Za-z_])(?<!\d[.,:/\-])(?<!\d [-])(?<!№)(?<!№ )"
AFTER = r"(?![0-9A-Za-z_])(?![.,:/\-]\d)"
ELEVEN = re.compile(rf"{BEFORE}(?:\+ ?\(?7|\(?[78])(?:{BETWEEN}\d){{10}}{AFTER}")
TEN = re.compile(rf"{BEFORE}\(?\d(?:{BETWEEN}\d){{9}}{AFTER}")
ABROAD = re.compile(rf"(?<![0-9A-Za-z_])\+ ?[1-9](?:{BETWEEN}\d){{7,14}}{AFTER}")
SHORT = re.compile(rf"{BEFORE}(?<![-–])\d{{1,3}}-\d\d-\d\d{AFTER}")
CODE = re.compile(rf"\(\d{{3,5}}\) ?\d{{1,3}}-\d\d-?\d\d{AFTER}")
# «тел. 34567», «телефон: 3 45 67», but no «по телефону 345 обращений»
TOLD = re.compile(
    r"(?<!\w)(?:тел|телефона?|моб|сот|факс|tel|phone|whatsapp|viber|вотсап|ватсап|вайбер|звоните|позвоните)"
    rf"(?:[.:№ ]|\bномер\b){{1,8}}(\+?\(?\d(?:{BETWEEN}\d){{4,14}})(?!\d)(?! ?[^\W\d_]{{3}})",
    re.IGNORECASE,
)
SUM = re.compile(r"\d{1,3}(?: \d{3})+")
DATED = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
FRACTION = re.compile(r"\d+\.\d+")
GROUPS = re.compile(r"\d+")
# How people divide the ten digits of a number
USUAL = frozenset({
    (3, 3, 2, 2), (3, 3, 4), (3, 7), (4, 2, 2, 2), (4, 3, 3), (4, 6), (5, 1, 2, 2), (5, 5), (5, 3, 2), (5, 2, 3),
    (6, 2, 2), (10,),
})  # fmt: skip
LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[OoОо](?=[\d-])")
DIGIT = re.compile(r"\d")


def phones(text: str) -> Iterator[str]:
    """The digits of each telephone number of a normal text, without the code of the country."""
    if len(DIGIT.findall(text)) < 5:
        return
    text = LETTER_FOR_DIGIT.sub("0", text)
    for found in ELEVEN.finditer(text):
        if _is_with_country(found[0]) and not _is_in_a_row(text, found):
            yield _digits(found[0])[-10:]
    for found in TEN.finditer(text):
        if _is_without_country(found[0]) and not _is_in_a_row(text, found):
            yield _digits(found[0])
    for found in ABROAD.finditer(text):
        if not SUM.fullmatch(found[0].lstrip("+ ")) and _is_planned(f"+{_digits(found[0])}"):
            yield _digits(found[0])
    for pattern in (CODE, TOLD):
        yield from (_digits(found[found.lastindex or 0]) for found in pattern.finditer(text))
    # One that fills its cell alone is the number of a message: journals number so, and nobody is called by it.
    is_alone = SHORT.fullmatch(text.strip()) is not None
    yield from (_digits(found[0]) for found in SHORT.finditer(text) if not (is_alone or _is_date(found[0])))


def _is_with_country(spelling: str) -> bool:
    if SUM.fullmatch(spelling.lstrip("+ ")) or FRACTION.fullmatch(spelling):
        return False
    if "+" in spelling or "(" in spelling:
        return True
    groups = tuple(map(len, GROUPS.findall(spelling)))
    is_usual = (groups[1:] if groups[0] == 1 else (groups[0] - 1, *groups[1:])) in USUAL
    if _is_divided(spelling):
        return is_usual or _is_planned(spelling)
    return is_usual and _is_on_one_line(spelling) and _is_planned(spelling)


def _is_without_country(spelling: str) -> bool:
    if SUM.fullmatch(spelling) or FRACTION.fullmatch(spelling) or DATED.match(spelling):
        return False
    groups = tuple(map(len, GROUPS.findall(spelling)))
    if "(" in spelling:
        return groups in USUAL or _is_planned(spelling)
    if _is_divided(spelling):
        return groups in USUAL and _is_planned(spelling)
    return spelling[0] == "9" and groups in USUAL and _is_on_one_line(spelling) and _is_planned(spelling)


def _is_divided(spelling: str) -> bool:
    """By signs that no row of figures has."""
    return spelling.count("-") >= 2 or spelling.count(".") >= 3


def _is_on_one_line(spelling: str) -> bool:
    return "\n" not in spelling and "\t" not in spelling


def _is_in_a_row(text: str, found: re.Match[str]) -> bool:
    """Whether digits with nothing but spaces between go on before or after: figures of a table."""
    if not re.fullmatch(r"[\d ]+", found[0]):
        return False
    around = text[max(found.start() - 2, 0) : found.start()], text[found.end() : found.end() + 2]
    return re.search(r"\d $", around[0]) is not None or re.match(r" \d", around[1]) is not None


def _is_planned(spelling: str) -> bool:
    """Whether the numbering plan of Russia, or after a plus that of its country, knows such a number."""
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(spelling.split(ANOTHER_READING, maxsplit=1)[0], "RU"))
    except phonenumbers.NumberParseException:
        return False


def _is_date(spelling: str) -> bool:
    """«12-05-26» in either order."""
    first, middle, last = map(int, spelling.split("-"))
    for day, year in ((first, last), (last, first)):
        try:
            date(2000 + year, middle, day)
        except ValueError:
            continue
        return True
    return False


def _digits(spelling: str) -> str:
    return re.sub(r"\D", "", spelling)
