"""A comment to a mark is read by everyone who may mark: nothing of the citizen may stand in it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures.personal_data import PERSON, personal_in
from svodka.report.privacy.detectors import shaped
from svodka.report.privacy.names import NameBook, words_of
from svodka.report.privacy.normal_text import normal
from svodka.warehouse.engine import run

LONGEST = 300


def check_comment(conn: Connection, comment: str, message_key: UUID) -> None:
    """Raises UsageError for a comment that is too long or holds what looks like personal data, by its kind."""
    if len(comment) > LONGEST:
        raise UsageError(f"Комментарий длиннее {LONGEST} знаков (их {len(comment)}): сократите. Ничего не записано.")
    told = [*personal_in(conn, comment), *(kind for kind, _ in shaped(normal(comment)))]
    if comment and _names_the_applicant(conn, comment, message_key):
        told.append(PERSON)
    if told:
        raise UsageError(
            f"В комментарии похоже на персональные данные ({'; '.join(dict.fromkeys(told))}): уберите их, заявителя "
            "называть не нужно. Ничего не записано."
        )


def _names_the_applicant(conn: Connection, comment: str, message_key: UUID) -> bool:
    """Whether the name of the message's own applicant stands there, in any case and order of its words."""
    asked = text("SELECT applicant_key FROM core.message WHERE message_key = :key")
    applicant = conn.execute(asked, {"key": message_key}).scalar()
    if applicant is None:
        return False
    conn.execute(text("SET LOCAL ROLE svodka_pii"))
    names = run(conn, "control/applicant_spellings.sql", applicant_key=applicant).scalars().all()
    conn.execute(text("RESET ROLE"))
    plain = normal(comment)
    words = words_of(plain)
    return any(NameBook(names, {word.stem for word in words}).find(plain, words))
