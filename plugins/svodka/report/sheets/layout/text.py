"""Text that fits: what a cell may hold, and how many lines it takes there."""

from __future__ import annotations

import math
from functools import lru_cache

from svodka.report.neutral_text import neutral, well_formed
from svodka.report.sheets.layout.text_width import BOLD, KEPT, text_width, wrapped

SIZE = 10  # points, of the workbook's text
LINE_HEIGHT = 13.5  # points of one line of it
LONGEST = 32_767  # characters that a cell holds
ZERO = 525  # thousandths of the size that one unit of a column's width takes: a zero of Arial 10 on the screen
PADDING, INDENT, BUTTON = 375, 675, 1275  # of a cell, of its indent, of a filter's button
SURE = 0.97  # programs and printers differ in a letter's breadth


@lru_cache(KEPT)
def clean(text: str) -> str:
    """The text as a cell may hold it: never a formula, without control characters, not too long."""
    return neutral(well_formed(text))[:LONGEST]


@lru_cache(KEPT)
def n_lines(text: str, width: float, is_bold: bool = False, has_button: bool = False) -> int:
    """Lines that a text takes in a cell of a column of that width; a filter's button takes room from a header."""
    room = width * ZERO - PADDING - INDENT - (BUTTON if has_button else 0)
    return len(wrapped(text, room * SURE / (BOLD if is_bold else 1)))


def width_of_header(text: str, has_button: bool) -> float:
    """The least width of a column at which no word of its header is broken."""
    longest = max(map(text_width, text.split()))
    width = (longest * BOLD / SURE + PADDING + INDENT + (BUTTON if has_button else 0)) / ZERO
    return math.ceil(width * 10) / 10


def split(text: str, width: float, size: float = SIZE, is_bold: bool = False) -> list[str]:
    """The lines of a text that runs over columns of that width in all."""
    return wrapped(text, (width * ZERO - PADDING) * SURE * SIZE / size / (BOLD if is_bold else 1))
