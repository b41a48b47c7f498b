"""All files of an inbox folder as core-like frames and as an account of every row (domain §16.A), file by file."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from tests.oracle.fold import fold
from tests.oracle.rows import Key, Told, read_row
from tests.oracle.sheets import Export, exports, sheets
from tests.oracle.sstu import read_request
from tests.sample_files import requests

Rejected = tuple[str, str, int, str]


@dataclass(frozen=True)
class Account:
    """What became of the rows of one file (§16.8)."""

    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    rejected: int = 0
    foreign: int = 0


@dataclass(frozen=True)
class Intake:
    """accounts: by registrar and file name. open_rows: registrar, file name, row, code. known_twice: F03."""

    messages: pd.DataFrame
    questions: pd.DataFrame
    page_weeks: pd.DataFrame
    accounts: dict[tuple[str, str], Account]
    open_rows: list[Rejected]
    known_twice: set[tuple[str, str]]


def take_in(inbox: Path, landed_at: datetime) -> Intake:
    """landed_at: when the files arrived, for R04."""
    files, known_twice = _once(exports(inbox))
    told = [row for export in files for row in _judged(_rows(export, landed_at))]
    _refuse_other_dates(told)
    messages, questions = fold([row for row in told if not row.code and row.export.channel != "pages"])
    pages, _ = fold([row for row in told if not row.code and row.export.channel == "pages"])
    return Intake(messages, questions, _page_weeks(pages), _accounts(files, told), _open(told), known_twice)


def _once(files: list[Export]) -> tuple[list[Export], set[tuple[str, str]]]:
    """The same bytes of a channel and registrar are one file, under the earliest day of its names (F03)."""
    first: dict[tuple[str, str, str], Export] = {}
    again = set()
    for export in sorted(files, key=lambda one: one.day):
        bytes_of = export.channel, export.registrar, hashlib.sha256(export.path.read_bytes()).hexdigest()
        if first.setdefault(bytes_of, export) is not export:
            again.add(export.name)
    return list(first.values()), again


def _rows(export: Export, landed_at: datetime) -> list[Told]:
    if export.path.suffix in (".json", ".zip"):
        return [read_request(export, at, one, landed_at) for at, one in enumerate(requests(export.path), 1)]
    return [
        read_row(export, sheet.title, row_no, cells, landed_at)
        for sheet in sheets(export)
        for row_no, cells in sheet.rows
    ]


def _judged(rows: list[Told]) -> list[Told]:
    """R10: of one number twice in a file the last row is taken, an earlier one that says something else is refused."""
    last = {row.key: row for row in rows if not row.code}
    for row in rows:
        if not row.code and _content(row) != _content(last[row.key]):
            row.code = "R10"
    return rows


def _content(row: Told) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return row.state, row.questions


def _refuse_other_dates(told: Iterable[Told]) -> None:
    """R12: more than 60 days from a registration date that an accepted file of an earlier day gave the number."""
    by_key: dict[Key, list[Told]] = defaultdict(list)
    for row in sorted((row for row in told if not row.code), key=lambda row: row.export.day):
        if row.export.channel == "pages":
            continue
        date_of = row.state["registered_at"].date()
        earlier = [one for one in by_key[row.key] if one.export.day < row.export.day]
        if any(abs((one.state["registered_at"].date() - date_of).days) > 60 for one in earlier):
            row.code = "R12"
        else:
            by_key[row.key].append(row)


def _accounts(files: list[Export], told: list[Told]) -> dict[tuple[str, str], Account]:
    """Loaded: a state that no earlier row has told of this message."""
    counts = {export.name: Counter[str]() for export in files}
    known: set[tuple[Any, ...]] = set()
    for row in sorted(told, key=lambda row: row.export.day):
        fate = {"FOREIGN": "foreign", "": "unchanged"}.get(row.code, "rejected")
        if not row.code and (state := (row.key, repr(sorted(row.state.items())), repr(row.questions))) not in known:
            known.add(state)
            fate = "loaded"
        counts[row.export.name].update((fate, "read"))
    return {name: Account(**count) for name, count in counts.items()}


def _open(told: list[Told]) -> list[Rejected]:
    """Refused rows whose number has not come well in an export of the same or a later day (§16.8)."""
    arrived: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for row in told:
        if not row.code:
            arrived[_numbered(row)].append(row)

    def is_superseded(row: Told) -> bool:
        if row.number is None or row.code == "R10":
            return False
        came = arrived[_numbered(row)]
        return any(one.export.day >= row.export.day and row.year in (None, one.year) for one in came)

    refused = [row for row in told if row.code not in ("", "FOREIGN") and not is_superseded(row)]
    return sorted((*row.export.name, row.row_no, row.code) for row in refused)


def _numbered(row: Told) -> tuple[Any, ...]:
    """What a number is unique in, but for the year, which a refused row may not tell."""
    return row.export.channel, row.export.registrar, row.number, *row.page


def _page_weeks(pages: pd.DataFrame) -> pd.DataFrame:
    return pages.rename(columns={"source_number": "ogrn"})
