"""Which answers the head has marked in a stretch of time, as the figures count them: the newest mark holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.settings import Settings
from svodka.warehouse.engine import run


def marked_answers(
    conn: Connection, settings: Settings, t0: datetime, t1: datetime, as_of: datetime
) -> dict[str, list[Any]]:
    """The parameters `marked` and `marked_good` of the facts: keys of the messages marked in [t0, t1), and of the good.

    A mark of another quarter is no matter of this one: what was marked late does not move a report already sent.
    """
    rows = run(
        conn, "figures/marked_answers.sql", municipality=settings.municipality.oktmo, t0=t0, t1=t1, as_of=as_of
    ).all()
    return {
        "marked": [row.message_key for row in rows],
        "marked_good": [row.message_key for row in rows if row.is_good],
    }


def marks_of(conn: Connection, message_key: UUID, as_of: datetime) -> list[datetime | None]:
    """The moments at which one message's answer was marked by `as_of`."""
    asked = text("SELECT marked_at FROM meta.answer_mark WHERE message_key = :key AND marked_at <= :as_of")
    return list(conn.execute(asked, {"key": message_key, "as_of": as_of}).scalars())
