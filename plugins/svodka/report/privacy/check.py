"""The gate as a report meets it: names from the warehouse, what settings and the table of responsible persons allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection

from svodka.figures.indicators import catalogue
from svodka.report.forms.folder import form_folders
from svodka.report.privacy.allowed import Allowed
from svodka.report.privacy.applicants import applicant_names
from svodka.report.privacy.finding import Finding
from svodka.report.privacy.gate import scan, scan_text
from svodka.responsible.register import known_persons
from svodka.settings import PROJECT, Person, Settings
from svodka.warehouse.engine import run


def check_files(conn: Connection, settings: Settings, files: Mapping[str, bytes], now: datetime) -> list[Finding]:
    """What is found in rendered files (name → bytes); none: they may leave. Reads all names, so once for all files."""
    allowed = allowed_of(conn, settings, now)
    with applicant_names(conn) as names:
        return scan(files, names, allowed)


def check_text(
    conn: Connection, settings: Settings, text: str, now: datetime, what: str = "текст письма"
) -> list[Finding]:
    """What is found in the text of a mail."""
    allowed = allowed_of(conn, settings, now)
    with applicant_names(conn) as names:
        return scan_text(text, names, allowed, what)


def allowed_of(conn: Connection, settings: Settings, now: datetime) -> Allowed:
    """What may stand in a report sent at `now`: officials of both sides, the municipality's own contacts and pages, the
    words of the catalogue, the text of the forms and of the blank, and what [privacy] allowed names."""
    persons = [*known_persons(conn, settings, now), *settings.recipients]
    town, letter = settings.municipality, settings.letter
    texts = [
        *(line for person in persons for line in _contacts(person)),
        *(town.title, *town.names, settings.smtp.sender, letter.basis, letter.sender, *settings.privacy.allowed),
        *(words for one in catalogue() for words in (one.title, one.basis, one.formula)),
        *_official_pages(conn, settings),
    ]
    return Allowed.of([person.name for person in persons], texts, templates_of(settings))


def templates_of(settings: Settings) -> dict[str, bytes]:
    """What people have made for the report: the forms and the blank of the letter, as they lie there."""
    places = [place for folder in form_folders(settings) for place in sorted(folder.glob("*.xlsx"))]
    if settings.letter.blank is not None:
        places.append(PROJECT / settings.letter.blank.expanduser())
    found = {}
    for place in places:
        # One that is gone or open in another program is told of by who fills it in
        with suppress(OSError):
            found[str(place)] = place.read_bytes()
    return found


def _contacts(person: Person) -> Iterator[str]:
    yield from (person.email, person.address, person.post, person.organisation)
    if person.phone:
        yield f"тел. {person.phone}"


def _official_pages(conn: Connection, settings: Settings) -> Iterator[str]:
    for page in run(conn, "report/official_pages.sql", municipality=settings.municipality.oktmo):
        yield from (page.page_id, f"https://vk.com/{page.page_id}", page.organisation or "")
