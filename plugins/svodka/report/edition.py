"""Issues an edition: the values frozen in the warehouse, the workbook and the annex of figures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.figures.indicators import catalogue
from svodka.period import Quarter, business_day
from svodka.report import edition_store, quality
from svodka.report.annex import values_hash
from svodka.report.basis import Basis, basis_of, basis_of_draft
from svodka.report.content import Content, Previous
from svodka.report.data_state import DataState, data_states
from svodka.report.edition_store import Edition
from svodka.report.face import Face, Official, Officials
from svodka.report.files import edition_folder, render_files, write_files
from svodka.report.frozen import content_of
from svodka.report.privacy import check_files, finding_store
from svodka.responsible.register import acting, known_persons
from svodka.settings import Settings


def issue(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    figures_document: Mapping[str, Any],
    coverage: Iterable[Mapping[str, Any]],
    kind: str,
    now: datetime,
    basis: Basis | None = None,
) -> Edition:
    """Issues an edition of `kind` (preliminary, approved, automatic, corrected), unless its values are out already.

    Preliminary ones are numbered 0.1, 0.2 …, the others 1, 2 …. Equal values are not issued again: the edition that
    holds them is returned with `is_new` false; but a preliminary one is renewed when the quality of its data is told
    otherwise by now, and one in which the privacy gate has found something when it finds anything else by now, or
    nothing. `basis`: what stands behind the values, where the caller has read it with them.
    The caller holds the quarter's lock (`delivery.quarter`), and the quarter has its row in meta.quarter. Files are
    written before the rows: what a crash leaves is written over.
    """
    is_preliminary = kind == "preliminary"
    last = edition_store.latest(conn, settings.municipality.oktmo, str(quarter), is_preliminary)
    said, states = values_hash(figures_document), data_states(coverage)
    if basis is None:
        read = basis_of if is_preliminary else basis_of_draft
        basis = read(conn, settings, quarter, figures_document, now)
    is_same = last is not None and last.hash == said and not is_outdated(conn, last, basis.quality)
    if last is not None and is_same and not is_found_otherwise(conn, settings, last, states, now):
        if is_preliminary:
            basis.keep_computation(conn, last.edition_id)
        return last
    number = next_number(last, is_preliminary)
    return write(conn, settings, quarter, {**figures_document, "edition": number}, states, kind, now, basis)


def write(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    document: Mapping[str, Any],
    states: Sequence[DataState],
    kind: str,
    now: datetime,
    basis: Basis,
) -> Edition:
    """Writes the files of a new edition, then its rows, with what the privacy gate has found in the files; its number
    is the document's."""
    number, said = document["edition"], values_hash(document)
    officials = officials_on(conn, settings, now)
    face = Face.of(settings, quarter, document, number=number, kind=kind, values_hash=said, officials=officials)
    previous = previous_of(conn, settings, quarter, kind)
    content = Content(document, states, catalogue(), face, basis.quality, previous)
    rendered = render_files(settings, content)
    findings = check_files(conn, settings, rendered.files, now)
    files = write_files(edition_folder(settings, str(quarter), number), rendered.files)
    edition = Edition(
        edition_id=0,
        municipality=settings.municipality.oktmo,
        quarter=str(quarter),
        number=number,
        kind=kind,
        as_of=datetime.fromisoformat(document["as_of"]),
        issued_at=now,
        hash=said,
        rules_hash=basis.computed.rules_hash,
        coverage=[state.as_json() for state in states],
        files=tuple(files),
        face=officials.as_json(),
        remarks=rendered.remarks,
        is_new=True,
    )
    edition = edition_store.store(conn, edition, document)
    basis.keep(conn, edition.edition_id)
    finding_store.keep(conn, edition.edition_id, findings)
    return edition


def officials_on(conn: Connection, settings: Settings, now: datetime) -> Officials:
    """Who gets, who signs and who has prepared an edition issued at `now`."""
    persons, day = known_persons(conn, settings, now), business_day(now, settings.zone)
    named = {role: acting(persons, role, day)[:1] for role in ("cur_head", "mcu_head", "secretary")}
    found = {role: Official.of(holders[0]) if holders else None for role, holders in named.items()}
    return Officials(addressee=found["cur_head"], signatory=found["mcu_head"], executor=found["secretary"])


def previous_of(conn: Connection, settings: Settings, quarter: Quarter, kind: str) -> Previous | None:
    """With what a new edition is compared: the newest issued one, as long as there is none the newest preliminary.

    The first issued edition has nothing before it: nobody outside has seen a preliminary one.
    """
    town = settings.municipality.oktmo
    found = edition_store.latest(conn, town, str(quarter), is_preliminary=False)
    if found is None and kind == "preliminary":
        found = edition_store.latest(conn, town, str(quarter), is_preliminary=True)
    return None if found is None else Previous(found.number, found.kind, edition_store.frozen_document(conn, found))


def is_outdated(conn: Connection, edition: Edition, told: quality.Quality) -> bool:
    """Whether a preliminary edition says otherwise of its data than what is told now, and its values are not out yet.

    One that has kept nothing of the kind stays: nobody knows what it has said.
    """
    if edition.kind != "preliminary":
        return False
    issued = edition_store.latest(conn, edition.municipality, edition.quarter, is_preliminary=False)
    kept = quality.of_edition(conn, edition.edition_id)
    return (issued is None or issued.hash != edition.hash) and kept is not None and kept != told


def is_found_otherwise(
    conn: Connection, settings: Settings, edition: Edition, states: Sequence[DataState], now: datetime
) -> bool:
    """Whether the privacy gate, which was shut for the edition, says otherwise now: the cause may lie outside of the
    values, in a form, in the blank, in who is known as an official, in the reason of a gap let pass (`states`). An
    edition without findings is not looked at again.
    """
    kept = finding_store.findings_of(conn, edition.edition_id)
    if not kept:
        return False
    content = content_of(conn, settings, edition)
    face = replace(content.face, officials=officials_on(conn, settings, now))
    content = replace(content, states=states, face=face)
    return check_files(conn, settings, render_files(settings, content).files, now) != kept


def next_number(last: Edition | None, is_preliminary: bool) -> str:
    """«0.1», «0.2» … or «1», «2» …."""
    if is_preliminary:
        return f"0.{int(last.number.removeprefix('0.')) + 1 if last else 1}"
    return str(int(last.number) + 1 if last else 1)
