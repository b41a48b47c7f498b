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

    def most_known(self, rows: Sequence[Sequence[Cell]]) -> int:
        """Known headers of the row that would be the header row, else of the nearest to it."""
        most = 0
        for row in rows[:SEARCHED_ROWS]:
            most = max(most, self.n_known(row))
            if most >= self.min_known:
                break
        return most

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
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        if book.n_known(row) >= book.min_known:
            near = [[shown(cell) for cell in line] for line in rows[index : index + 3]]
            refined = _refined(near[0], near[1] if len(near) > 1 else [], book)
            depth = 2 if refined else 1
            return Header(index, depth + _is_numbering(near[depth:]), refined or near[0])
    return _of_two_rows([[shown(cell) for cell in row] for row in rows[:SEARCHED_ROWS]], book)


def _of_two_rows(searched: list[list[str]], book: HeaderBook) -> Header | None:
    for index in range(len(searched) - 1):
        texts = _joined(searched[index], searched[index + 1], book)
        if book.n_known(texts) >= book.min_known and all(map(book.n_known, searched[index : index + 2])):
            return Header(index, 2 + _is_numbering(searched[index + 2 :]), texts)
    return None


def _refined(top: list[str], below: list[str], book: HeaderBook) -> list[str] | None:
    """The texts of both rows, if the second names parts of merged headers and holds no data.

    Data stands under known headers; parts stand under empty cells, or at the left end of a merged one. Where no part
    is a known header itself, the second row must also be free of digits and of cells under known headers.
    """
    width = max(len(top), len(below)) + 1
    top, below = top + [""] * (width - len(top)), below + [""] * (width - len(below))
    texts = _joined(top, below, book)
    is_new = book.n_known(texts) > book.n_known(top)
    for place, (text, under) in enumerate(zip(top[:-1], below[:-1], strict=True)):
        is_left_end = not top[place + 1] and bool(below[place + 1])
        if under and book.knows(text) and not (is_new and is_left_end):
            return None
    under_merged = any(under and not text for text, under in zip(top, below, strict=True))
    has_digits = any(char.isdigit() for under in below for char in under)
    return texts[:-1] if is_new or (under_merged and not has_digits) else None


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


def _is_numbering(rows: list[list[str]]) -> bool:
    """A row of column numbers «1 2 3 …» right below belongs to the header."""
    cells = [cell.removesuffix(".0") for cell in rows[0] if cell] if rows else []
    if len(cells) < 3 or cells[0] not in ("0", "1"):
        return False
    return cells == [str(int(cells[0]) + step) for step in range(len(cells))]
