"""Use-cases of the quarter: editions and their delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from getpass import getuser
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def report(quarter: str, deliver: bool = False) -> dict[str, Any]:
    """Issues an edition of a quarter, and sends it where a person says so."""
    from svodka.delivery.on_request import report_now
    from svodka.period import Quarter

    settings, now = load_settings(), datetime.now(UTC)
    whose = {"decided_by": login()} if deliver else {}
    return report_now(open_warehouse(settings), settings, Quarter.parse(quarter), now, deliver, **whose)


def login() -> str | None:
    """By what the operating system knows who asks; None where it knows nobody (a container without users)."""
    try:
        return getuser()
    except (KeyError, OSError):
        return None


def advance_quarter(
    quarter: str,
    now: datetime,
    deliver: bool = False,
    decision: str | None = None,
    edition_hash: str | None = None,
    decided_by: str | None = None,
    reason: str | None = None,
    waive: Sequence[str] = (),
) -> dict[str, Any]:
    """Drives a quarter forward; idempotent (design §7).

    decided_by: the login of who answered the sign-off; reason: what he said of a rejection or of a gap let pass;
    waive: the channels whose gap he lets pass with it.
    """
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
        reason=reason,
        waive=waive,
    )
