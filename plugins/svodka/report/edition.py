"""Issues an edition: the values frozen in the warehouse, the workbook and the annex of figures beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.report import edition_store, quality, workbook
from svodka.report.annex import canonical_json, figures_csv, values_hash
from svodka.report.basis import Basis, basis_of, basis_of_draft
from svodka.report.data_state import DataState, data_states
from svodka.report.edition_store import Edition, EditionFile
from svodka.report.face import Face
from svodka.settings import Settings

MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv",
}


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
    otherwise by now. `basis`: what stands behind the values, where the caller has read it with them.
    The caller holds the quarter's lock (`delivery.quarter`), and the quarter has its row in meta.quarter. Files are
    written before the rows: what a crash leaves is written over.
    """
    is_preliminary = kind == "preliminary"
    last = edition_store.latest(conn, settings.municipality.oktmo, str(quarter), is_preliminary)
    said = values_hash(figures_document)
    if basis is None:
        read = basis_of if is_preliminary else basis_of_draft
        basis = read(conn, settings, quarter, figures_document, now)
    if last is not None and last.hash == said and not is_outdated(conn, last, basis.quality):
        if is_preliminary:
            basis.keep_computation(conn, last.edition_id)
        return last
    number = next_number(last, is_preliminary)
    return write(conn, settings, quarter, {**figures_document, "edition": number}, coverage, kind, now, basis)


def write(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    document: Mapping[str, Any],
    coverage: Iterable[Mapping[str, Any]],
    kind: str,
    now: datetime,
    basis: Basis,
) -> Edition:
    """Writes the files of a new edition, then its rows; its number is the document's."""
    number, said, states = document["edition"], values_hash(document), data_states(coverage)
    face = Face.of(settings, quarter, document, number=number, kind=kind, values_hash=said)
    files = write_files(edition_folder(settings, str(quarter), number), face, document, states, basis.quality)
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
        is_new=True,
    )
    edition = edition_store.store(conn, edition, document)
    basis.keep(conn, edition.edition_id)
    return edition


def is_outdated(conn: Connection, edition: Edition, told: quality.Quality) -> bool:
    """Whether a preliminary edition says otherwise of its data than what is told now, and its values are not out yet.

    One that has kept nothing of the kind stays: nobody knows what it has said.
    """
    if edition.kind != "preliminary":
        return False
    issued = edition_store.latest(conn, edition.municipality, edition.quarter, is_preliminary=False)
    kept = quality.of_edition(conn, edition.edition_id)
    return (issued is None or issued.hash != edition.hash) and kept is not None and kept != told


def next_number(last: Edition | None, is_preliminary: bool) -> str:
    """«0.1», «0.2» … or «1», «2» …."""
    if is_preliminary:
        return f"0.{int(last.number.removeprefix('0.')) + 1 if last else 1}"
    return str(int(last.number) + 1 if last else 1)


def edition_folder(settings: Settings, quarter: str, number: str) -> Path:
    return settings.home / "reports" / quarter / number


def write_files(
    folder: Path, face: Face, document: Mapping[str, Any], states: Sequence[DataState], told: quality.Quality
) -> list[EditionFile]:
    """Renders the files of an edition into its folder, each whole or not at all."""
    contents = {
        f"svodka_{face.period}_{face.number}.xlsx": workbook.render(document, states, workbook.catalogue(), face, told),
        "figures.json": canonical_json(document),
        "figures.csv": figures_csv(document),
    }
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in contents.items():
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
        digest = hashlib.sha256(content).hexdigest()
        files.append(EditionFile(name, MEDIA_TYPES[Path(name).suffix], digest, len(content)))
    return files


def read_file(settings: Settings, edition: Edition, file: EditionFile) -> bytes:
    """The bytes of a file of an edition. Raises SvodkaError when they are gone or are not the ones issued."""
    path = edition_folder(settings, edition.quarter, edition.number) / file.name
    if not path.is_file():
        raise SvodkaError(f"Файл отчёта {path} пропал: верните его из резервной копии, отчёт не отправлен.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise SvodkaError(f"Файл отчёта {path} изменён после выпуска: ожидается SHA-256 {file.sha256}, не отправлен.")
    return content
