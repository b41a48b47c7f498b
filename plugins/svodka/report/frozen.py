"""The content of an edition that was issued before, from what was kept beside it: whatever is rendered of it later says
the same."""

from __future__ import annotations

from sqlalchemy import Connection

from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.report import edition_store, quality
from svodka.report.content import Content, Previous
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.report.face import Face, Officials
from svodka.settings import Settings


def content_of(conn: Connection, settings: Settings, edition: Edition) -> Content:
    """Values, states of the data, officials and what was told of the data: as they were at the issue."""
    document = edition_store.frozen_document(conn, edition)
    face = Face.of(
        settings,
        Quarter.parse(edition.quarter),
        document,
        number=edition.number,
        kind=edition.kind,
        values_hash=edition.hash,
        officials=Officials.of_json(edition.face),
    )
    told = quality.of_edition(conn, edition.edition_id)
    return Content(document, data_states(edition.coverage), catalogue(), face, told, previous_of(conn, edition))


def previous_of(conn: Connection, edition: Edition) -> Previous | None:
    """With what the edition was compared when it was issued: the newest issued one before it; a preliminary edition
    before which none was issued, with the preliminary one before it."""
    numbers = edition_store.numbers(conn, edition.municipality, edition.quarter)
    earlier = numbers[: numbers.index(edition.number)]
    issued = [number for number in earlier if not number.startswith("0.")]
    found = issued or (earlier if edition.kind == "preliminary" else [])
    if not found:
        return None
    before = edition_store.numbered(conn, edition.municipality, edition.quarter, found[-1])
    assert before is not None
    return Previous(before.number, before.kind, edition_store.frozen_document(conn, before))
