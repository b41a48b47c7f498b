"""Text of the sources made harmless in a document: no cell of ours is ever a formula, no letter breaks its XML."""

import re

# A tab or a line break before the sign is skipped by spreadsheet programs, so they count as a beginning too.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def well_formed(text: str) -> str:
    """The text without what no XML may hold: control characters, halves of pairs, U+FFFE and U+FFFF."""
    return NOT_XML.sub("", text)


def neutral(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet program would take it for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
