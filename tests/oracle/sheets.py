"""A file as sheets of rows under fields, each row with the number that Excel shows (domain §16.3–16.4)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.cells import is_empty
from tests.oracle.terms import plain
from tests.oracle.words import HEADERS
from tests.sample_files import read

Cells = dict[str, Any]
Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Export:
    """One file of an inbox: <channel>/[<registrar>/]<channel>_YYYY-MM-DD.<extension>."""

    path: Path
    channel: str
    registrar: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.path.stem.rpartition("_")[2])

    @property
    def name(self) -> tuple[str, str]:
        return self.registrar, self.path.name


@dataclass(frozen=True)
class Sheet:
    """fields: those that have a header here. rows: row number and cells by field."""

    title: str
    fields: frozenset[str]
    rows: list[tuple[int, Cells]]


def exports(inbox: Path) -> list[Export]:
    files = sorted(path for path in inbox.rglob("*") if path.is_file())
    places = [path.relative_to(inbox).parts for path in files]
    return [
        Export(path, place[0], place[1] if len(place) == 3 else "") for path, place in zip(files, places, strict=True)
    ]


def sheets(export: Export) -> list[Sheet]:
    """The sheets that have a header row; a sheet whose header row lacks a mandatory field refuses the file."""
    found = [_sheet(title, rows, export.channel) for title, rows in _raw(export.path)]
    told = [sheet for sheet in found if sheet is not None]
    for sheet in told:
        assert _is_complete(sheet.fields, export.channel), f"F01: {export.path.name} {sheet.title} {sheet.fields}"
    assert told, f"F01: {export.path.name}"
    return told


def _is_complete(fields: frozenset[str], channel: str) -> bool:
    if channel == "pages":
        return fields >= {"number", "status"}
    topics = {"topic_l1", "classifier_code"}
    return fields >= {"number", "registered_at"} and bool(fields & {"status", "outcome"} and fields & topics)


def _raw(path: Path) -> list[tuple[str, list[Row]]]:
    if path.suffix == ".csv":
        return [("", _lines(path.read_bytes()))]
    return [(title, list(enumerate(rows, 1))) for title, rows in read(path).items()]


def _lines(content: bytes) -> list[Row]:
    """Rows of a csv with the line where each begins."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    rows, begins = [], 1
    for row in reader:
        rows.append((begins, list(row)))
        begins = reader.line_num + 1
    return rows


def _sheet(title: str, rows: list[Row], channel: str) -> Sheet | None:
    """None for a sheet without a row of at least three known headers."""
    known = HEADERS[channel]
    below = iter(rows)
    for _, row in below:
        columns = {known[plain(str(cell))]: at for at, cell in enumerate(row) if plain(str(cell)) in known}
        if len(columns) >= 3:
            break
    else:
        return None
    columns = _named(columns)
    header = [plain(str(cell)) for cell in row]  # printed again on the next page it is no row (decision 0010)
    filled = [
        (row_no, cells)
        for row_no, cells in below
        if not _is_no_row(cells) and [plain(str(cell)) for cell in cells] != header
    ]
    told = [(row_no, {field: cells[at] for field, at in columns.items()}) for row_no, cells in filled]
    return Sheet(title, frozenset(columns), told)


def _named(columns: dict[str, int]) -> dict[str, int]:
    """«Дата обращения» is the registration, or the receipt where the registration has a column of its own."""
    if "applied_at" not in columns:
        return columns
    other = "received_at" if "registered_at" in columns else "registered_at"
    return {other if field == "applied_at" else field: at for field, at in columns.items()}


def _is_no_row(cells: list[Any]) -> bool:
    filled = [str(cell).strip().lower() for cell in cells if not is_empty(cell)]
    return not filled or (len(filled) == 1 and filled[0].startswith(("итого", "всего")))
