"""The verdict about one file: issued as it is, saved again by a program, altered, or none of ours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from sqlalchemy import Connection

from svodka.report import edition_store
from svodka.report.annex import COLUMNS
from svodka.report.edition_store import Edition, EditionFile
from svodka.report.files import read_file
from svodka.report.verification.identity import Claim, claim_of
from svodka.report.verification.said import Said, said_in
from svodka.settings import Settings
from svodka.warehouse.engine import run

State = Literal["issued", "resaved", "altered", "unknown"]
NOTHING = "ничего"
SHORT = 12  # words of a text that is shown whole


@dataclass(frozen=True)
class Verdict:
    """`differences`: place, what was issued, what stands in the file; `newer`: the number of a later issued edition."""

    state: State
    edition: Edition | None = None
    file: EditionFile | None = None
    differences: tuple[dict[str, str], ...] = ()
    newer: str | None = None


def verify(conn: Connection, settings: Settings, name: str, content: bytes) -> Verdict:
    """name: of the file, only its suffix counts. Raises Unreadable, SvodkaError when the issued file is gone."""
    kind = PurePath(name).suffix.lower()
    if issued := _by_bytes(conn, settings, content):
        edition, file = issued
        return Verdict("issued", edition, file, newer=_newer(conn, edition))
    shown = said_in(name, kind, content)
    candidates = _claimed(conn, settings, claim_of(kind, content), is_annex(shown))
    compared = [
        (_differences(said_in(file.name, kind, read_file(settings, edition, file)), shown), edition, file)
        for edition in candidates
        for file in edition.files
        if PurePath(file.name).suffix == kind
    ]
    if not compared:
        return Verdict("unknown")
    differences, edition, file = min(compared, key=lambda one: len(one[0]))
    state: State = "altered" if differences else "resaved"
    return Verdict(state, edition, file, tuple(differences), _newer(conn, edition))


def _by_bytes(conn: Connection, settings: Settings, content: bytes) -> tuple[Edition, EditionFile] | None:
    sha256 = hashlib.sha256(content).hexdigest()
    found = run(
        conn, "report/edition_file_by_hash.sql", municipality=settings.municipality.oktmo, sha256=sha256
    ).one_or_none()
    if found is None:
        return None
    edition = _edition(conn, settings, found.quarter, found.number)
    return edition, next(file for file in edition.files if file.name == found.name)


def _claimed(conn: Connection, settings: Settings, claim: Claim, is_csv_annex: bool) -> list[Edition]:
    """The editions that the file may be of: the one it names, one whose sum stands in it; any for an annex in CSV,
    which names none."""
    town = settings.municipality.oktmo
    if claim.quarter and claim.number and (known := edition_store.numbered(conn, town, claim.quarter, claim.number)):
        return [known]
    found: Any = []
    if claim.hashes:
        found = run(conn, "report/edition_by_values.sql", municipality=town, hashes=sorted(claim.hashes)).all()
    elif is_csv_annex:
        found = run(conn, "report/editions_with_file.sql", municipality=town, name="figures.csv").all()
    return [_edition(conn, settings, row.quarter, row.number) for row in found]


def _edition(conn: Connection, settings: Settings, quarter: str, number: str) -> Edition:
    found = edition_store.numbered(conn, settings.municipality.oktmo, quarter, number)
    assert found is not None
    return found


def _newer(conn: Connection, edition: Edition) -> str | None:
    newest = edition_store.latest(conn, edition.municipality, edition.quarter, is_preliminary=False)
    return newest.number if newest is not None and newest.edition_id > edition.edition_id else None


def _differences(issued: Said, shown: Said) -> list[dict[str, str]]:
    places = [*issued, *(place for place in shown if place not in issued)]
    found = []
    for place in places:
        if issued.get(place) != shown.get(place):
            was, now = unlike(issued.get(place, ""), shown.get(place, ""))
            found.append({"place": place, "issued": was or NOTHING, "found": now or NOTHING})
    return found


def is_annex(shown: Said) -> bool:
    """Whether the first row is that of figures.csv; any other table is none of ours."""
    return [shown.get(f"строка 1, столбец {number}") for number in range(1, len(COLUMNS) + 1)] == list(COLUMNS)


def unlike(one: str, other: str) -> tuple[str, str]:
    """Two texts without the words that both begin and both end with; short ones stay whole."""
    left, right = one.split(" "), other.split(" ")
    if max(len(left), len(right)) <= SHORT:
        return one, other
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return " ".join(left), " ".join(right)
