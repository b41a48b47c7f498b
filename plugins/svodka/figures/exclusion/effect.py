"""Which figures of a quarter an excluded message would enter if nobody had excluded it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import document
from svodka.figures.facts import by_fact, column
from svodka.figures.indicators import in_force
from svodka.figures.membership import PARTS, compile_membership, fact_key
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run, run_text


def excluded_of_quarter(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime
) -> list[dict[str, Any]]:
    """The messages excluded as of a moment: channel, number, registered_on (None: not in core any more), reason,
    decided_by, decided_at, and `figures`: the codes of the indicators of the quarter that would count each.

    Facts are those of the caller's search path.
    """
    standing = run(conn, "figures/excluded.sql", municipality=settings.municipality.oktmo, as_of=as_of).all()
    keys = [row.message_key for row in standing]
    codes = _figures_of(conn, settings, quarter, as_of, keys) if keys else {}
    days = _registered_on(conn, settings, keys)
    return [
        {
            "channel": row.channel,
            "number": row.source_number,
            "registered_on": days.get(row.message_key),
            "figures": codes.get(row.message_key, []),
            "reason": row.reason,
            "decided_by": row.decided_by,
            "decided_at": row.decided_at.astimezone(settings.zone).isoformat(),
        }
        for row in standing
    ]


def _registered_on(conn: Connection, settings: Settings, keys: Sequence[Any]) -> dict[Any, date]:
    """The local day of registration of those that core holds."""
    found = conn.execute(
        text(
            "SELECT message_key, (registered_at AT TIME ZONE :timezone)::date AS day FROM message"
            " WHERE message_key = any(:keys)"
        ),
        {"keys": list(keys), "timezone": settings.timezone},
    )
    return {row.message_key: row.day for row in found}


def _figures_of(
    conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime, keys: Sequence[Any]
) -> dict[Any, list[str]]:
    """The codes by message, in the order of the report."""
    parameters = document.parameters(conn, quarter, settings, as_of) | {"excluded": [], "keys": list(keys)}
    catalogue = in_force(quarter.first_day, as_of.astimezone(settings.zone).date())
    of_messages = by_fact(one for one in catalogue if "message_key" in fact_key(one.fact, one.file))
    entered: dict[Any, set[str]] = defaultdict(set)
    for fact, members in of_messages.items():
        statement = compile_membership(fact, members, "message_key = any(:keys)")
        for row in run_text(conn, statement, parameters).mappings():
            entered[row["message_key"]] |= {
                one.code for number, one in enumerate(members) if any(row[column(number, part)] for part in PARTS)
            }
    return {key: [one.code for one in catalogue if one.code in codes] for key, codes in entered.items()}
