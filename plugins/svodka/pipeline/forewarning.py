"""Use-case: what must be said before the figures of a quarter are shown."""

from __future__ import annotations

from datetime import UTC, datetime

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def forewarning(quarter: str | None, as_of: datetime | None = None, now: datetime | None = None) -> str | None:
    """Why the figures may be empty: the quarter has not begun, nothing was loaded (by then), the moment is to come."""
    from svodka.period import Quarter
    from svodka.report import forewarning as words

    settings = load_settings()
    asked = Quarter.parse(quarter) if quarter else None
    with open_warehouse(settings).begin() as connection:
        return words.forewarning(connection, settings, asked, as_of, now or datetime.now(UTC))
