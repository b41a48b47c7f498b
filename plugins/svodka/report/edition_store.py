"""Editions in the warehouse: rows of meta.edition, meta.edition_value and meta.edition_file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.report.annex import DIMENSIONS
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class EditionFile:
    """A file of an edition: its name in the edition's folder, its kind, its SHA-256 and its size in bytes."""

    name: str
    media_type: str
    sha256: str
    n_bytes: int


@dataclass(frozen=True)
class Edition:
    """One edition as it stands in the warehouse; `hash` is that of its values (`annex.values_hash`), `face` is
    `face.Officials` as JSON, `remarks` are sentences about files that could not be made as asked."""

    edition_id: int
    municipality: str
    quarter: str
    number: str
    kind: str
    as_of: datetime
    issued_at: datetime
    hash: str
    rules_hash: str
    coverage: Sequence[dict[str, Any]]
    files: tuple[EditionFile, ...]
    face: Mapping[str, Any] | None = None
    remarks: tuple[str, ...] = ()
    is_new: bool = False


def latest(conn: Connection, municipality: str, quarter: str, is_preliminary: bool) -> Edition | None:
    """The newest preliminary (0.x) or issued (1, 2 …) edition of a quarter."""
    return _newest(conn, municipality, quarter, is_preliminary=is_preliminary, number=None)


def numbered(conn: Connection, municipality: str, quarter: str, number: str) -> Edition | None:
    """The edition of a quarter that bears a number."""
    return _newest(conn, municipality, quarter, is_preliminary=None, number=number)


def numbers(conn: Connection, municipality: str, quarter: str) -> list[str]:
    """The numbers of a quarter's editions in the order of their issue."""
    found = run(conn, "report/edition_numbers.sql", municipality=municipality, quarter=quarter)
    return list(found.scalars())


def _newest(conn: Connection, municipality: str, quarter: str, **asked: Any) -> Edition | None:
    found = run(conn, "report/edition_latest.sql", municipality=municipality, quarter=quarter, **asked).one_or_none()
    if found is None:
        return None
    return Edition(
        edition_id=found.edition_id,
        municipality=municipality,
        quarter=quarter,
        number=found.number,
        kind=found.kind,
        as_of=datetime.fromisoformat(found.as_of_text),
        issued_at=found.issued_at,
        hash=found.values_hash,
        rules_hash=found.rules_hash,
        coverage=found.coverage,
        files=files_of(conn, found.edition_id),
        face=found.face,
        remarks=tuple(found.remarks),
    )


def files_of(conn: Connection, edition_id: int) -> tuple[EditionFile, ...]:
    """The files of an edition in the order of reading: report, letters (the newest first), summary, forms, annex."""
    return files_by_edition(conn, [edition_id])[edition_id]


def files_by_edition(conn: Connection, edition_ids: Sequence[int]) -> dict[int, tuple[EditionFile, ...]]:
    """The same of several editions at once."""
    found: dict[int, tuple[EditionFile, ...]] = dict.fromkeys(edition_ids, ())
    for row in run(conn, "report/edition_files.sql", edition_ids=list(edition_ids)):
        found[row.edition_id] += (EditionFile(row.name, row.media_type, row.sha256, row.n_bytes),)
    return found


def store(conn: Connection, edition: Edition, document: Mapping[str, Any]) -> Edition:
    """Writes one edition, whose id is yet to be given, with its values and files; returns it with its id."""
    row = {
        **{name: value for name, value in vars(edition).items() if name not in ("edition_id", "as_of", "is_new")},
        "values_hash": edition.hash,
        "schema_name": document["schema"],
        "as_of_text": document["as_of"],
        "coverage": json.dumps(edition.coverage, ensure_ascii=False),
        "face": json.dumps(edition.face, ensure_ascii=False),
        "remarks": list(edition.remarks),
    }
    edition_id = int(run(conn, "report/edition_insert.sql", **row).scalar_one())
    items = json.dumps(document["values"], ensure_ascii=False)
    run(conn, "report/edition_values_insert.sql", edition_id=edition_id, items=items)
    for file in edition.files:
        run(conn, "report/edition_file_insert.sql", edition_id=edition_id, **vars(file))
    return replace(edition, edition_id=edition_id, files=files_of(conn, edition_id))


def frozen_document(conn: Connection, edition: Edition) -> dict[str, Any]:
    """The figures document of an edition, from its frozen values; equal to the one it was issued from."""
    values = []
    for row in run(conn, "report/edition_values.sql", edition_id=edition.edition_id).mappings():
        value = {name: row[name] for name in row if name not in DIMENSIONS}
        values.append({**value, "flags": list(row["flags"]), "slice": {name: row[name] for name in DIMENSIONS}})
    return {
        "schema": "svodka/figures/1",
        "municipality": edition.municipality,
        "period": edition.quarter,
        "as_of": edition.as_of.isoformat(),
        "edition": edition.number,
        "values": values,
    }
