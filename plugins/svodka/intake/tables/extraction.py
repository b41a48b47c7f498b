"""Rows of one sheet under known headers, as columns of text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

from svodka.intake.tables import header_notes, headers, row_filter
from svodka.intake.tables.cells import column_text
from svodka.intake.tables.headers import HeaderBook
from svodka.intake.tables.layout import Layout
from svodka.intake.tables.sheet import Cell, Sheet


@dataclass
class Extract:
    """Canonical columns of one sheet; ``numbers`` are the row numbers of its rows as a person sees them."""

    numbers: Sequence[int]
    columns: list[Sequence[str]]
    absent: list[str]
    unknown: list[str]
    header_row: int | None
    printed_total: int | None = None
    warnings: list[str] = field(default_factory=list)


def extract(sheet: Sheet, layout: Layout, book: HeaderBook) -> Extract | None:
    """Rows of the sheet, or None if it has no header row.

    Raises:
        TableRefused: F01, the header row lacks a mandatory field.
    """
    header = headers.find(sheet.rows, book)
    if header is None:
        return None
    placed = book.columns(header.texts)
    header_notes.check_mandatory(sheet, layout, header, placed)
    first = header.row + header.depth
    body = _rectangular(sheet.rows[first:], len(header.texts))
    columns = {name: _column(body, places, layout.types.get(name, "text")) for name, places in placed.items()}
    error_rows = {row - first for row, _ in sheet.errors}
    kept = row_filter.rows_of(body, columns[_key_field(layout, placed)], sheet.rows[header.row : first], error_rows)
    numbers: Sequence[int] = range(sheet.first_row + first, sheet.first_row + first + len(body))
    if sheet.numbers is not None:
        numbers = sheet.numbers[first:]
    if not all(kept.mask):
        numbers = list(compress(numbers, kept.mask))
        columns = {name: list(compress(column, kept.mask)) for name, column in columns.items()}
    nothing = [""] * len(numbers)
    used = {place for places in placed.values() for place in places}
    return Extract(
        numbers,
        [columns.get(name, nothing) for name in layout.fields],
        [name for name in layout.fields if name not in placed],
        [text for place, text in enumerate(header.texts) if text and place not in used],
        sheet.number(header.row),
        kept.printed_total,
        header_notes.notes(sheet, header, placed, body),
    )


def _rectangular(rows: list[list[Cell]], width: int) -> list[list[Cell]]:
    """Records of csv may be shorter than the header."""
    if all(len(row) >= width for row in rows):
        return rows
    return [row if len(row) >= width else row + [""] * (width - len(row)) for row in rows]


def _column(body: list[list[Cell]], places: list[int], kind: str) -> list[str]:
    """One field; where several columns mean it, the first that is filled in the row."""
    first, *others = ([row[place] for row in body] for place in places)
    merged = column_text(first, kind)
    for other in others:
        merged = [text or spare for text, spare in zip(merged, column_text(other, kind), strict=True)]
    return merged


def _key_field(layout: Layout, placed: dict[str, list[int]]) -> str:
    """The field without which a line is hardly a row: the first mandatory one."""
    wanted = [name for group in layout.mandatory for name in group]
    return next((name for name in wanted if name in placed), next(iter(placed)))
