"""The personal data kept of one message. Whoever reads them writes the look down before (access.write_down_view)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.warehouse.engine import run


@dataclass(frozen=True)
class Kept:
    """What is kept, without being told: whether an applicant, a text, an address at the source."""

    has_applicant: bool
    has_text: bool
    has_url: bool

    def __bool__(self) -> bool:
        return self.has_applicant or self.has_text or self.has_url


@dataclass(frozen=True)
class Personal:
    """The data themselves: spellings of the applicant's name; the newest text and address that an export told."""

    names: tuple[str, ...]
    body: str | None
    url: str | None


def kept_of(conn: Connection, message_key: UUID) -> Kept:
    """Whether anything is kept of a message; the data themselves are not read."""
    has_applicant = _applicant(conn, message_key) is not None
    with _as_keeper(conn):
        texts = run(conn, "control/personal_kept.sql", message_key=message_key).one()
    return Kept(has_applicant, texts.has_text, texts.has_url)


def personal_of(conn: Connection, message_key: UUID) -> Personal:
    """The data of a message; a file without the column leaves what an earlier one told."""
    applicant = _applicant(conn, message_key)
    newest_first = run(conn, "control/states_newest_first.sql", message_key=message_key).scalars().all()
    with _as_keeper(conn):
        rows = run(conn, "control/personal_texts.sql", message_key=message_key).all()
        names = run(conn, "control/applicant_spellings.sql", applicant_key=applicant).scalars().all()
    texts = {row.state_hash: row for row in rows}
    told = [texts[state] for state in newest_first if state in texts]
    return Personal(
        names=tuple(sorted(names)),
        body=next((row.body for row in told if row.body is not None), None),
        url=next((row.url for row in told if row.url is not None), None),
    )


def _applicant(conn: Connection, message_key: UUID) -> UUID | None:
    asked = text("SELECT applicant_key FROM core.message WHERE message_key = :key")
    return conn.execute(asked, {"key": message_key}).scalar()


@contextmanager
def _as_keeper(conn: Connection) -> Iterator[None]:
    """The role that owns the personal data, for as long as they are read."""
    conn.execute(text("SET LOCAL ROLE svodka_pii"))
    yield
    conn.execute(text("RESET ROLE"))
