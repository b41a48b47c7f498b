"""What an edition keeps of the past and of the aims: eight quarters of each total and channel, and the targets.

Gathered with the values, as of their moment. The moment itself is not kept: a later one at which nothing is otherwise
says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from svodka.figures.dynamics.series import Span, series_over
from svodka.figures.indicators import known_targets
from svodka.period import Quarter, business_day
from svodka.settings import Settings

SHOWN_QUARTERS = 8
KEPT = ("quarters", "running", "series")


def gather(
    conn: Connection,
    settings: Settings,
    quarter: Quarter,
    as_of: datetime,
    document: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """quarters, running, series (see `figures.dynamics.series.series_over`) from the facts of the caller.

    `document`: the quarter's own, where it is computed already. Only the quarters shown are looked at: the changes of
    the oldest ones are None.
    """
    span = Span(quarter, SHOWN_QUARTERS, n_before=0, given={} if document is None else {quarter: document})
    found = series_over(conn, settings, span, None, as_of)
    return {name: found[name] for name in KEPT}


def gather_targets(conn: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> dict[str, Any]:
    """relation, target, source and valid_from by indicator code, as known at the moment."""
    held = known_targets(conn, quarter.first_day, business_day(as_of, settings.zone))
    return {
        code: {
            "relation": one.relation,
            "target": f"{one.target.normalize():f}",
            "source": one.source,
            "valid_from": one.valid_from.isoformat(),
        }
        for code, one in sorted(held.items())
    }
