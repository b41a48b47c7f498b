"""Use-case of the production calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def year_calendar(year: int, now: datetime | None = None) -> dict[str, Any]:
    """The production calendar of a year with the corrections in force now."""
    from svodka.control import year_calendar as years

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return years.year_calendar(connection, settings, year, now or datetime.now(UTC))
