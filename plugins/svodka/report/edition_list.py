"""The editions of a quarter as a list: what each is, who has signed it, the number of its letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from svodka.report.edition_store import EditionFile, files_by_edition
from svodka.report.face import Officials
from svodka.report.wording import NOT_SIGNED, STATUS
from svodka.settings import Settings
from svodka.warehouse.engine import run

# By the beginning of a file's name; any other is a form that the municipality has brought.
FILE_TITLES = {
    "svodka_": "Отчёт, книга Excel",
    "letter_registered_": "Письмо с исх. №",
    "letter": "Сопроводительное письмо",
    "summary": "Краткая справка",
    "figures": "Показатели для обработки",
}
FORM = "Форма"


@dataclass(frozen=True)
class Listed:
    """One edition; `is_blocked`: the privacy gate has found something in its files; moments are aware."""

    edition_id: int
    number: str
    kind: str
    as_of: datetime
    issued_at: datetime
    hash: str
    face: Mapping[str, Any] | None
    remarks: tuple[str, ...]
    is_blocked: bool
    letter_number: str | None
    registered_on: date | None
    registered_by: str | None
    files: tuple[EditionFile, ...]

    @property
    def is_preliminary(self) -> bool:
        return self.kind == "preliminary"

    @property
    def status(self) -> str:
        return STATUS[self.kind]

    @property
    def titled_files(self) -> list[tuple[str, EditionFile]]:
        """The files, each with what it is, in words."""
        return [
            (next((title for start, title in FILE_TITLES.items() if file.name.startswith(start)), FORM), file)
            for file in self.files
        ]

    def signed(self, login: str | None) -> str:
        """Who has signed it; `login`: whose answer has issued it, where that is known."""
        return signed_by(self.kind, self.face, login)


def signed_by(kind: str, face: Mapping[str, Any] | None, login: str | None) -> str:
    """Who has signed an edition of the kind, by the officials it names."""
    if kind in NOT_SIGNED:
        return NOT_SIGNED[kind]
    named = Officials.of_json(face).signatory
    # A login may be a mail address: its name is enough.
    entered = f" (вход: {login.partition('@')[0]})" if login else ""
    return f"{named.name if named else 'подписано, имя не указано'}{entered}"


def editions_of(conn: Connection, settings: Settings, quarter: str) -> list[Listed]:
    """All editions of the quarter, the newest first."""
    rows = run(conn, "report/edition_list.sql", municipality=settings.municipality.oktmo, quarter=quarter).all()
    files = files_by_edition(conn, [row.edition_id for row in rows])
    return [
        Listed(
            edition_id=row.edition_id,
            number=row.number,
            kind=row.kind,
            as_of=row.as_of,
            issued_at=row.issued_at,
            hash=row.values_hash,
            face=row.face,
            remarks=tuple(row.remarks),
            is_blocked=row.is_blocked,
            letter_number=row.letter_number,
            registered_on=row.registered_on,
            registered_by=row.registered_by,
            files=files[row.edition_id],
        )
        for row in rows
    ]


def before(editions: list[Listed], shown: Listed) -> Listed | None:
    """With which an edition of the list is compared (as `edition.previous_of`): the issued one before it; for a
    preliminary one, while none is issued, the preliminary one before it."""
    older = [one for one in editions if one.edition_id < shown.edition_id]
    issued = [one for one in older if not one.is_preliminary]
    if issued or not shown.is_preliminary:
        return issued[0] if issued else None
    return older[0] if older else None
