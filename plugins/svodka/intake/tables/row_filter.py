"""Which lines below the header are rows: not empty ones, totals, or headers printed again."""

import re
from dataclasses import dataclass

from svodka.intake.tables.headers import shown
from svodka.intake.tables.sheet import Cell, is_filled

_TOTAL = re.compile(r"(итого|всего)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d\s]*")
_TOTAL_LETTERS = "иИвВ"
_FEW_CELLS = 2


@dataclass
class Kept:
    """``mask``: whether each line is a row; ``printed_total``: the number printed under the table, if any."""

    mask: list[bool]
    printed_total: int | None = None


def rows_of(body: list[list[Cell]], keys: list[str], header_rows: list[list[Cell]], error_rows: set[int]) -> Kept:
    """Judge the lines below a header.

    ``keys`` is the text of the column without which a line is hardly a row. Only suspects are looked at closely:
    lines with few cells, without the key, or whose key is a word of the header or of a total. ``error_rows`` are
    indices of lines that look empty because their cells hold formula errors: they are rows.
    """
    printed = [[shown(cell) for cell in row] for row in header_rows]
    key_words = {text for row in printed for text in row if text}
    kept = Kept([True] * len(body))
    for index, (row, key) in enumerate(zip(body, keys, strict=True)):
        if key and key not in key_words and key[0] not in _TOTAL_LETTERS and len(row) - row.count("") > _FEW_CELLS:
            continue
        filled = [(place, cell) for place, cell in enumerate(row) if is_filled(cell)]
        if not filled:
            kept.mask[index] = index in error_rows
        elif len(filled) <= _FEW_CELLS and _is_total([cell for _, cell in filled]):
            kept.mask[index] = False
            kept.printed_total = _total([cell for _, cell in filled], kept.printed_total)
        elif any(_repeats(filled, again) for again in printed):
            kept.mask[index] = False
    return kept


def _is_total(cells: list[Cell]) -> bool:
    """«Итого» alone, with its number in the same cell or in one other."""
    others = [cell for cell in cells if not (isinstance(cell, str) and _TOTAL.match(cell.strip()))]
    return len(others) == len(cells) - 1 and all(_whole(cell) is not None for cell in others)


def _total(cells: list[Cell], known: int | None) -> int | None:
    """The printed number; of several totals under each other the last one counts."""
    numbers = [number for cell in cells if (number := _whole(cell)) is not None]
    if not numbers:
        inside = _NUMBER.findall(str(cells[0]))
        numbers = [_digits(inside[0])] if len(inside) == 1 else []
    return numbers[0] if numbers else known


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() else None
    if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
        return _digits(cell)
    return None


def _digits(text: str) -> int:
    return int(re.sub(r"\s", "", text))


def _repeats(filled: list[tuple[int, Cell]], printed: list[str]) -> bool:
    """A header row printed again at the top of the next page."""
    return all(place < len(printed) and shown(cell) == printed[place] for place, cell in filled)
