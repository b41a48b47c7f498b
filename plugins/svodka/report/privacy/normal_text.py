"""Text as a person reads it: without invisible signs, in one kind of digits, dashes and spaces, broken words joined."""

from __future__ import annotations

import re
import sys
import unicodedata
from urllib.parse import unquote

# Soft hyphens, zero-width signs, marks of direction, the accent over a stressed vowel
INVISIBLE = "\u00ad\u034f\u0300\u0301\u061c\u180e\ufeff" + "".join(
    map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10)])
)
DASHES = "‐‑‒–—―−﹘﹣－⁃"
DIGITS = {
    point: str(unicodedata.decimal(chr(point)))
    for point in range(0x80, sys.maxunicode)
    if unicodedata.category(chr(point)) == "Nd"
}
READ = {**dict.fromkeys(map(ord, INVISIBLE)), **dict.fromkeys(map(ord, DASHES), "-"), **DIGITS}
# Stands for «№» while other signs become plain ones: «No» would say less
KEPT = "\ue000"
# A part of a text that is another reading of it stands after this sign, which is no part of any pattern
ANOTHER_READING = "\f"

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SPACE = re.compile(r"[^\S\n\t]")
BROKEN_WORD = re.compile(r"-[ \t]*\n\s*")
SPACED_LETTERS = re.compile(r"(?<!\w)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")

LATIN, CYRILLIC = "ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук"
TO_CYRILLIC = str.maketrans(LATIN + "ёЁ", CYRILLIC + "еЕ")
TO_LATIN = str.maketrans(CYRILLIC, LATIN)


def normal(text: str) -> str:
    """The text as it reads; other readings of it (a word broken over two lines, a percent-encoded address) follow."""
    if "_x" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if not text.isascii():
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text.replace("№", KEPT)).replace(KEPT, "№")
        text = text.translate(READ)
    text = SPACE.sub(" ", text)
    return ANOTHER_READING.join([text, *_other_readings(text)])


def _other_readings(text: str) -> list[str]:
    found = []
    if "\n" in text and BROKEN_WORD.search(text):
        found.append(BROKEN_WORD.sub("", text))
    if SPACED_LETTERS.search(text):
        found.append(SPACED_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), text))
    if "%" in text and PERCENT.search(text):
        found.append(unquote(text, errors="replace"))
    return found


def as_cyrillic(text: str) -> str:
    """Latin letters that look like Russian ones are these, ё is е."""
    return text.translate(TO_CYRILLIC)


def as_latin(text: str) -> str:
    """Russian letters that look like Latin ones are these."""
    return text.translate(TO_LATIN)
