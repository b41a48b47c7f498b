"""Use-cases of the page «Сообщение»: found by its number, told by its key, its personal data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings

if TYPE_CHECKING:
    from svodka.control.message import Candidate, MessageTold
    from svodka.control.personal import Personal


def find_messages(number: str) -> list[Candidate]:
    """The messages that the typed number may mean; none for an empty one."""
    from svodka.control.message import candidates

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return candidates(conn, settings, number) if number.strip() else []


def message_told(key: UUID, quarter: str | None, now: datetime) -> MessageTold | None:
    """Everything about a message but its personal data; None: there is none of this key. Raises UsageError."""
    from svodka.control import message
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter) if quarter else None
    with open_warehouse(settings).begin() as conn:
        return message.message_told(conn, settings, key, asked, now)


def message_personal(key: UUID) -> Personal:
    """The applicant, the text, the address at the source. To be written down before it is read (write_down_view)."""
    from svodka.control.personal import personal_of

    with open_warehouse(load_settings()).begin() as conn:
        return personal_of(conn, key)
