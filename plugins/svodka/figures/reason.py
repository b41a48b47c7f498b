"""The reason that a person gives on a page for what he decides: long enough to be of use, without personal data."""

from __future__ import annotations

from sqlalchemy import Connection

from svodka.errors import UsageError
from svodka.figures.personal_data import personal_in

SHORTEST_REASON = 10
LONGEST_REASON = 500


def checked_reason(conn: Connection, reason: str) -> str:
    """The reason without needless spaces. Raises UsageError when it is too short or long or holds personal data."""
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise UsageError(
            f"Напишите причину: от {SHORTEST_REASON} до {LONGEST_REASON} знаков, сейчас {len(reason)}. "
            "Ничего не изменено."
        )
    if personal := personal_in(conn, reason):
        raise UsageError(
            f"Причину увидят все, поэтому уберите из неё персональные данные: {'; '.join(personal)}. "
            "Ничего не изменено."
        )
    return reason
