"""What the head's journal of decisions says: which messages stand out of all figures as of a moment.

The newest decision made by then holds, in every cohort of every quarter (design §5.0: what a person has decided lives
in meta and outlives a rebuild). A decision is entered by `exclusion_decision`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.settings import Settings
from svodka.warehouse.engine import run


def excluded_keys(conn: Connection, settings: Settings, as_of: datetime) -> list[UUID]:
    """The messages kept out of the figures as of a moment: the parameter `excluded` of the facts."""
    found = run(conn, "figures/excluded.sql", municipality=settings.municipality.oktmo, as_of=as_of)
    return [UUID(str(row.message_key)) for row in found]


def journal(conn: Connection, settings: Settings) -> list[dict[str, Any]]:
    """Every decision, the newest first: channel, number, action, reason, decided_by, decided_at, is_in_force."""
    found = run(conn, "figures/exclusion_journal.sql", municipality=settings.municipality.oktmo).mappings()
    return [{**row, "decided_at": row["decided_at"].astimezone(settings.zone).isoformat()} for row in found]
