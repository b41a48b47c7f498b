"""Use-cases of the quarter: editions and their delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def report(quarter: str, deliver: bool = False) -> dict[str, Any]:
    """Issues an edition of a quarter, and sends it where a person says so."""
    from svodka.delivery.on_request import report_now
    from svodka.period import Quarter

    settings = load_settings()
    return report_now(open_warehouse(settings), settings, Quarter.parse(quarter), datetime.now(UTC), deliver)


def advance_quarter(
    quarter: str,
    now: datetime,
    deliver: bool = False,
    decision: str | None = None,
    edition_hash: str | None = None,
    decided_by: str | None = None,
) -> dict[str, Any]:
    """Drives a quarter forward; idempotent (design §7). decided_by: the login of who answered the sign-off."""
    from svodka.delivery.quarter import advance
    from svodka.period import Quarter

    settings = load_settings()
    return advance(
        open_warehouse(settings),
        settings,
        Quarter.parse(quarter),
        now,
        deliver,
        decision,
        edition_hash,
        decided_by=decided_by,
    )
