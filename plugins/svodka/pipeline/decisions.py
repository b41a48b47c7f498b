"""Use-cases of decisions about single messages: out of the figures by the head's word, back, and the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def exclude(
    message: str, reason: str, decided_by: str, channel: str | None = None, now: datetime | None = None
) -> dict[str, Any]:
    """Keeps a message (its number, channel:number or key) out of all figures from now on; the journal's entry."""
    return _decide("exclude", message, reason, decided_by, channel, now)


def include(
    message: str, reason: str, decided_by: str, channel: str | None = None, now: datetime | None = None
) -> dict[str, Any]:
    """Brings an excluded message back into the figures from now on; the journal's entry."""
    return _decide("return", message, reason, decided_by, channel, now)


def exclusions() -> list[dict[str, Any]]:
    """The journal of decisions, the newest first."""
    from svodka.figures.exclusion.journal import journal

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return journal(connection, settings)


def closed_report(now: datetime | None = None) -> str | None:
    """The quarter just ended, in words, when its report is closed and on its way: no decision reaches it any more."""
    from svodka.delivery.quarter_state import closed_quarter
    from svodka.report.wording import period_title

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        quarter = closed_quarter(connection, settings, now or datetime.now(UTC))
    return None if quarter is None else period_title(quarter)


def _decide(
    action: str, message: str, reason: str, decided_by: str, channel: str | None, now: datetime | None
) -> dict[str, Any]:
    from svodka.figures.exclusion.decision import decide
    from svodka.figures.finding import find_message

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        key = find_message(connection, settings, message, channel)
        return decide(connection, settings, key, action, reason, decided_by, now or datetime.now(UTC))
