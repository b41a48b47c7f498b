"""Addresses of cells when rows have been put in: where a row, a cell and a range stand now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
ROWS = re.compile(r"(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})")
LAST_ROW = 1_048_576


@dataclass(frozen=True)
class RowMap:
    """Row of the template that has been repeated → how many rows stand in its place."""

    grown: Mapping[int, int]

    def first(self, row: int) -> int:
        """Where the row stands, the first of its copies."""
        return min(row + sum(n - 1 for place, n in self.grown.items() if place < row), LAST_ROW)

    def last(self, row: int) -> int:
        return min(self.first(row) + self.grown.get(row, 1) - 1, LAST_ROW)

    def shift(self, row: int) -> int:
        return self.first(row) - row

    @property
    def is_still(self) -> bool:
        """Whether nothing has moved."""
        return all(n == 1 for n in self.grown.values())


def parts_of(address: str) -> tuple[str, str, str, int] | None:
    """«$», «D», «», 5 of «$D5»; None where it is no address of a cell."""
    found = CELL.fullmatch(address)
    return None if found is None else (found[1], found[2], found[3], int(found[4]))


def row_of(address: str) -> int:
    found = parts_of(address)
    return 0 if found is None else found[3]


def moved_cell(address: str, rows: RowMap) -> str:
    """The cell, the first of its copies; what is no cell stays."""
    found = parts_of(address)
    return address if found is None else f"{found[0]}{found[1]}{found[2]}{rows.first(found[3])}"


def moved_range(text: str, rows: RowMap) -> str:
    """The range with all copies of its rows: «A5» of a repeated row becomes «A5:A24»."""
    if whole := ROWS.fullmatch(text):
        return f"{whole[1]}{rows.first(int(whole[2]))}:{whole[3]}{rows.last(int(whole[4]))}"
    begin, _, end = text.partition(":")
    start, finish = parts_of(begin), parts_of(end or begin)
    if start is None or finish is None:
        return text
    top, bottom = rows.first(start[3]), rows.last(finish[3])
    if not end and top == bottom:
        return moved_cell(text, rows)
    return f"{start[0]}{start[1]}{start[2]}{top}:{finish[0]}{finish[1]}{finish[2]}{bottom}"


def moved_ranges(text: str, rows: RowMap) -> str:
    """Several ranges with spaces between them."""
    return " ".join(moved_range(one, rows) for one in text.split())


def rows_of(text: str) -> tuple[int, int]:
    """The first and the last row of a range; 0, 0 where it has none."""
    begin, _, end = text.partition(":")
    return row_of(begin), row_of(end or begin)
