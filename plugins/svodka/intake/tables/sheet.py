"""One table as a person sees it: rows of cells with their place in the file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta


@dataclass
class Sheet:
    """Rows of one visible worksheet, csv file or json part.

    An empty cell is ``""``. ``first_row`` is the 1-based number of ``rows[0]``; where numbers do not
    simply go on (a csv record of several lines), ``numbers`` holds that of each row. ``errors`` holds the places
    (index of row, index of column) whose cell is a formula error: such a cell is empty, but its row is a row.
    ``records`` is set instead of rows for json: the objects as they stand in the part.
    """

    title: str
    first_row: int
    rows: list[list[Cell]]
    warnings: list[str] = field(default_factory=list)
    numbers: Sequence[int] | None = None
    errors: set[tuple[int, int]] = field(default_factory=set)
    records: list[object] | None = None

    def number(self, index: int) -> int:
        """Row number as a person sees it of ``rows[index]``."""
        return self.first_row + index if self.numbers is None else self.numbers[index]


def is_filled(cell: Cell) -> bool:
    """White space is emptiness."""
    return bool(cell.strip()) if isinstance(cell, str) else True


def column_letters(index: int) -> str:
    """Name of a column in Excel: 0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
