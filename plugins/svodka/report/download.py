"""A file of an edition to be handed out: known by the warehouse alone, and only while it is the one that was issued."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from svodka.errors import SvodkaError
from svodka.period import Quarter
from svodka.report import edition_store
from svodka.report.files import MEDIA_TYPES, edition_folder, read_file
from svodka.report.privacy import findings_of
from svodka.settings import Settings


@dataclass(frozen=True)
class Download:
    """One file; `is_blocked`: the privacy gate has found in the edition what may be personal."""

    name: str
    media_type: str
    content: bytes
    is_blocked: bool


def download(conn: Connection, settings: Settings, quarter: Quarter, number: str, name: str) -> Download | None:
    """The file of that name; None: the edition is not there or has none of it.

    What is asked for is compared with the rows only; the path comes from the row. Raises SvodkaError, without the path,
    when the file is gone, altered, or lies outside of the edition's folder.
    """
    edition = edition_store.numbered(conn, settings.municipality.oktmo, str(quarter), number)
    file = next((one for one in edition.files if one.name == name), None) if edition else None
    if edition is None or file is None:
        return None
    folder = edition_folder(settings, edition.quarter, edition.number).resolve()
    try:
        if (folder / file.name).resolve().parent != folder:
            raise SvodkaError("файл лежит вне папки редакции")
        content = read_file(settings, edition, file)
    except (SvodkaError, OSError) as error:
        raise SvodkaError(
            f"Файл {file.name} редакции {edition.number} пропал или изменён после выпуска и не отдаётся. Позовите "
            f"инженера: нужна резервная копия папки reports/{edition.quarter}/{edition.number}."
        ) from error
    media_type = file.media_type if file.media_type in MEDIA_TYPES.values() else "application/octet-stream"
    return Download(file.name, media_type, content, bool(findings_of(conn, edition.edition_id)))
