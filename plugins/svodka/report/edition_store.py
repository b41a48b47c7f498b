"""Editions in the warehouse: rows of meta.edition, meta.edition_value and meta.edition_file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
    """One edition as it stands in the warehouse; `hash` is that of its values (`annex.values_hash`)."""

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
    is_new: bool = False


def latest(conn: Connection, municipality: str, quarter: str, is_preliminary: bool) -> Edition | None:
    """The newest preliminary (0.x) or issued (1, 2 …) edition of a quarter."""
    found = run(
        conn, "report/edition_latest.sql", municipality=municipality, quarter=quarter, is_preliminary=is_preliminary
    ).one_or_none()
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
    )


def files_of(conn: Connection, edition_id: int) -> tuple[EditionFile, ...]:
    """The files of an edition, the workbook first."""
    rows = run(conn, "report/edition_files.sql", edition_id=edition_id).all()
    return tuple(EditionFile(row.name, row.media_type, row.sha256, row.n_bytes) for row in rows)


def store(conn: Connection, edition: dict[str, Any], document: dict[str, Any], files: Sequence[EditionFile]) -> int:
    """Writes one edition with its values and files; returns its id."""
    row = {
        **edition,
        "schema_name": document["schema"],
        "as_of_text": document["as_of"],
        "coverage": json.dumps(edition["coverage"], ensure_ascii=False),
    }
    edition_id = run(conn, "report/edition_insert.sql", **row).scalar_one()
    items = json.dumps(document["values"], ensure_ascii=False)
    run(conn, "report/edition_values_insert.sql", edition_id=edition_id, items=items)
    for file in files:
        run(conn, "report/edition_file_insert.sql", edition_id=edition_id, **vars(file))
    return int(edition_id)


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
