"""The row of one quarter in meta.quarter."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.period import Quarter, business_day
from svodka.settings import Settings
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class QuarterState:
    """How far a quarter's report has come.

    `as_of` (ISO text) and `coverage` belong to the last computation; `sign_off_opened_at` to the newest preliminary
    edition; `frozen_at` is the computation after which no later load is let in; `rejection_reason` is what the head
    said when he sent `rejected_hash` back; `held_back` is a sentence about newer values that were refused, none when
    the newest were taken.
    """

    state: str = "collecting"
    as_of: str | None = None
    coverage: list[dict[str, Any]] | None = None
    sign_off_opened_at: datetime | None = None
    frozen_at: datetime | None = None
    decision: str | None = None
    decision_hash: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    rejected_hash: str | None = None
    rejection_reason: str | None = None
    held_back: str | None = None

    def decided(self, decision: str, edition_hash: str, now: datetime, by: str | None) -> QuarterState:
        """The same quarter with a decision about the edition of that hash."""
        return replace(self, decision=decision, decision_hash=edition_hash, decided_at=now, decided_by=by)


def read(conn: Connection, settings: Settings, quarter: Quarter) -> QuarterState:
    """The quarter's row; a quarter without one is collecting."""
    found = run(
        conn, "delivery/quarter_read.sql", municipality=settings.municipality.oktmo, quarter=str(quarter)
    ).one_or_none()
    if found is None:
        return QuarterState()
    row = dict(found._mapping)
    if row["as_of"] is not None:
        row["as_of"] = row["as_of"].astimezone(settings.zone).isoformat()
    return QuarterState(**row)


def closed_quarter(conn: Connection, settings: Settings, now: datetime) -> Quarter | None:
    """The quarter just ended, when its report is frozen and not issued yet: nothing entered now reaches it."""
    quarter = Quarter.of(business_day(now, settings.zone)).previous
    state = read(conn, settings, quarter)
    return quarter if state.frozen_at is not None and state.state == "preliminary" else None


def write(conn: Connection, settings: Settings, quarter: Quarter, state: QuarterState, now: datetime) -> None:
    """Writes the row where it differs."""
    row = asdict(state)
    row["coverage"] = None if state.coverage is None else json.dumps(state.coverage, ensure_ascii=False)
    town = settings.municipality.oktmo
    run(conn, "delivery/quarter_write.sql", **row, municipality=town, quarter=str(quarter), now=now)
