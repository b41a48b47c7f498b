"""A report that a person asks for, at the command line or on a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from svodka.delivery.quarter import advance
from svodka.errors import UsageError
from svodka.period import Quarter
from svodka.report.wording import period_title
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse


def report_now(
    warehouse: Warehouse, settings: Settings, quarter: Quarter, now: datetime, deliver: bool, **means: Any
) -> dict[str, Any]:
    """Issues an edition of the figures as they are, if they are new, and sends it when `deliver` says so.

    Asking for delivery approves the figures: the person who asks has them before him. Without it nothing leaves,
    even for the quarter just ended, and the edition is a preliminary one until the sign-off has closed.
    Returns the answer of `advance`. Raises UsageError for a quarter that has not begun, SvodkaError when
    one that has not ended is to be sent.
    """
    if now < quarter.bounds(settings.zone)[0]:
        raise UsageError(f"{period_title(quarter)} ещё не начался: отчитываться не о чем.")
    decision = "approve" if deliver else None
    return advance(warehouse, settings, quarter, now, deliver, decision, by_itself=deliver, **means)
