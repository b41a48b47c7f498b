"""Whose export is it? The headers of a file against the headers of all contracts, read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from svodka.intake.contracts import Contract
from svodka.intake.tables import Layout, Reader
from svodka.intake.tables.headers import normalised
from svodka.intake.tables.layout import FileReading

NOTICEABLY = 2  # headers more than the chosen channel knows: fewer may be chance


@dataclass(frozen=True)
class Fit:
    """How well a contract reads the headers of a file. columns: normalised header → field."""

    channel: str
    has_mandatory: bool
    columns: Mapping[str, str]

    @property
    def score(self) -> tuple[bool, int]:
        return self.has_mandatory, len(self.columns)


def read_headers(
    reader: Reader, path: Path, name: str, contracts: Sequence[Contract], rows: Path
) -> tuple[FileReading, set[str]]:
    """What the file holds, and those of its headers that any of the contracts knows (normalised).

    Every header is a field of its own here, so that one reading answers for all contracts. rows: a place for the
    rows, which nobody looks at. Raises TableRefused.
    """
    known = {header: None for contract in contracts for header in headers_of(contract)}
    layout = Layout(fields={header: [header] for header in known})
    reading = reader.extract(path, name, layout, rows)
    read = [sheet for sheet in reading.sheets if sheet.note is None]
    return reading, {header for sheet in read for header in known if header not in sheet.absent_fields}


def headers_of(contract: Contract, beside: Collection[str] = ()) -> dict[str, str]:
    """Normalised header → field; `beside`: the headers of the file, on which the meaning of some depends."""
    found = {normalised(header): field.name for field in contract.fields.values() for header in field.headers}
    for entry in contract.conditional_headers:
        is_there = normalised(entry["when_header_present"]) in beside
        found[normalised(entry["header"])] = entry["field"] if is_there else entry["else_field"]
    return found


def spelling(contracts: Sequence[Contract]) -> dict[str, str]:
    """Normalised header → as the contracts write it."""
    known = [header for contract in contracts for field in contract.fields.values() for header in field.headers]
    known += [entry["header"] for contract in contracts for entry in contract.conditional_headers]
    return {normalised(header): header for header in known}


def fits(contracts: Sequence[Contract], headers: set[str]) -> list[Fit]:
    """How well each contract reads the headers, the best first."""
    found = []
    for contract in contracts:
        columns = {header: field for header, field in headers_of(contract, headers).items() if header in headers}
        has = set(columns.values())
        found.append(Fit(contract.channel, all(has & set(group) for group in contract.mandatory), columns))
    return sorted(found, key=lambda fit: fit.score, reverse=True)


def best(found: Sequence[Fit]) -> list[str]:
    """The channels that read the headers best, several where they read them equally; none where nobody can."""
    top = found[0] if found else None
    return [fit.channel for fit in found if top and top.has_mandatory and fit.score == top.score]


def better_than(found: Sequence[Fit], channel: str) -> list[str]:
    """The channels whose export the file looks like rather than the chosen one's; none where the choice is sound."""
    scores = {fit.channel: fit.score for fit in found}
    chosen, top = scores.get(channel, (False, 0)), best(found)
    if not top or channel in top:
        return []
    is_noticeable = not chosen[0] or scores[top[0]][1] >= chosen[1] + NOTICEABLY
    return top if is_noticeable else []
