"""Find the header row of a sheet and say which column is which field: by names, never by position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from svodka.intake.tables.layout import Layout
from svodka.intake.tables.sheet import Cell

SEARCHED_ROWS = 60
_SPACES = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_TRAILING = " .:;,*-–—"


def normalised(header: str) -> str:
    """Case, ё, runs of spaces and line breaks, and trailing punctuation make no difference."""
    return _SPACES.sub(" ", header).lower().replace("ё", "е").strip(" ").rstrip(_TRAILING)


def shown(cell: Cell) -> str:
    """A header as it is named to a person: one line."""
    return _SPACES.sub(" ", str(cell)).strip()


class HeaderBook:
    """The known headers of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.min_known = layout.min_known
        self._conditions = {normalised(entry["header"]): entry for entry in layout.conditional_headers}
        self._fields = {normalised(header): field for field, headers in layout.fields.items() for header in headers}

    def knows(self, header: str) -> bool:
        """Whether some column may be called so."""
        key = normalised(header)
        return key in self._fields or key in self._conditions

    def n_known(self, row: Sequence[Cell]) -> int:
        """Known headers in one row."""
        return sum(1 for cell in row if cell and isinstance(cell, str) and self.knows(cell))

    def columns(self, texts: list[str]) -> dict[str, list[int]]:
        """Field → indices of its columns, left to right."""
        keys = [normalised(text) for text in texts]
        found: dict[str, list[int]] = {}
        for index, key in enumerate(keys):
            condition = self._conditions.get(key)
            if condition:
                is_there = normalised(condition["when_header_present"]) in keys
                field = condition["field"] if is_there else condition["else_field"]
            else:
                field = self._fields.get(key, "")
            if field:
                found.setdefault(field, []).append(index)
        return found


@dataclass(frozen=True)
class Header:
    """Where the header stands (index of its first row), how many rows it takes, and its text by column."""

    row: int
    depth: int
    texts: list[str]


def find(rows: Sequence[Sequence[Cell]], book: HeaderBook) -> Header | None:
    """The first row with enough known headers; else two rows that hold them together; else None."""
    searched = [[shown(cell) for cell in row] for row in rows[:SEARCHED_ROWS]]
    for index, row in enumerate(searched):
        if book.n_known(row) >= book.min_known:
            below = searched[index + 1] if index + 1 < len(searched) else []
            refined = _refined(row, below, book)
            header = Header(index, 2, refined) if refined else Header(index, 1, row)
            return _without_numbering(header, searched)
    for index in range(len(searched) - 1):
        texts = _joined(searched[index], searched[index + 1], book)
        if book.n_known(texts) >= book.min_known and all(map(book.n_known, searched[index : index + 2])):
            return _without_numbering(Header(index, 2, texts), searched)
    return None


def _refined(top: list[str], below: list[str], book: HeaderBook) -> list[str] | None:
    """The texts of both rows, if the second names parts of merged headers and holds no data."""
    if not any(below):
        return None
    below = below + [""] * (len(top) - len(below))
    is_group = [not right and bool(under) for right, under in zip([*top[1:], "."], [*below[1:], ""], strict=False)]
    for text, under, group in zip(top, below, is_group, strict=False):
        if under and text and not group and book.knows(text):
            return None
    texts = _joined(top, below, book)
    is_new = book.n_known(texts) > book.n_known(top)
    under_merged = any(under and not text for text, under in zip(top, below, strict=False))
    has_digits = any(char.isdigit() for under in below for char in under)
    return texts if is_new or (under_merged and not has_digits) else None


def _joined(top: list[str], below: list[str], book: HeaderBook) -> list[str]:
    width = max(len(top), len(below))
    top, below = top + [""] * (width - len(top)), below + [""] * (width - len(below))
    texts, group = [], ""
    for text, under in zip(top, below, strict=True):
        group = text or group
        if not under:
            texts.append(text)
            continue
        both = f"{group} {under}".strip()
        texts.append(next((name for name in (both, under, text) if name and book.knows(name)), both))
    return texts


def _without_numbering(header: Header, rows: list[list[str]]) -> Header:
    """A row of column numbers «1 2 3 …» right below belongs to the header."""
    at = header.row + header.depth
    cells = [cell.removesuffix(".0") for cell in rows[at] if cell] if at < len(rows) else []
    first = int(cells[0]) if len(cells) >= 3 and cells[0] in ("0", "1") else None
    if first is not None and cells == [str(first + step) for step in range(len(cells))]:
        return Header(header.row, header.depth + 1, header.texts)
    return header
