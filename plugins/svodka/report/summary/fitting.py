"""Texts made to fit a narrow column: cut at a word, and never a word wider than the column."""

from __future__ import annotations

import re
from textwrap import shorten, wrap

LONGEST_WORD = 24
PIECE = 12
BREAK_HERE = "\N{ZERO WIDTH SPACE}"


def cut(text: str, longest: int) -> str:
    """At most `longest` letters, «…» where any were left out."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    at_a_word = shorten(plain, longest, placeholder=" …")
    return at_a_word if len(at_a_word) > longest // 2 else f"{plain[: longest - 1]}…"


def fitting(text: str, longest: int) -> str:
    """The same; a word of more than 24 letters may be broken after each 12."""
    return re.sub(
        rf"\S{{{LONGEST_WORD + 1},}}", lambda found: BREAK_HERE.join(wrap(found[0], PIECE)), cut(text, longest)
    )
