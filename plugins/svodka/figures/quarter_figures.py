"""The figures document of a quarter from the warehouse, now or as it was known at a past moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import document, marts
from svodka.intake import coverage
from svodka.intake.as_of import fold_as_of
from svodka.intake.contracts import load_contract
from svodka.intake.run import newest_landing
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import use_marts


def figures_of(
    connection: Connection, settings: Settings, quarter: Quarter, as_of: datetime | None = None
) -> dict[str, Any]:
    """Computes without issuing. as_of: aware; the newest landing by default, so equal content gives equal bytes."""
    newest = newest_landing(connection, settings)
    use_marts(connection)
    if as_of is not None and as_of != newest:
        _make_past(connection, settings, as_of)
    moment = as_of or newest
    return document.compute(connection, quarter, settings, moment, gaps_of(connection, settings, quarter, moment))


def gaps_of(connection: Connection, settings: Settings, quarter: Quarter, as_of: datetime) -> set[str]:
    """The enabled channels whose exports do not cover the days of the quarter that are over at as_of."""
    asked = coverage.quarter_stretch(quarter, settings, as_of)
    return {
        channel
        for channel in coverage.enabled_channels(settings)
        if coverage.channel_gaps(connection, settings, load_contract(channel), asked, as_of)
    }


def _make_past(connection: Connection, settings: Settings, as_of: datetime) -> None:
    """Core and marts of a past moment as temporary tables, made by the same SQL."""
    fold_as_of(connection, settings, as_of)
    for fact in ("fct_message", "fct_page_week"):
        connection.execute(text(f"CREATE TEMPORARY TABLE {fact} (LIKE marts.{fact} INCLUDING ALL) ON COMMIT DROP"))
    marts.rebuild(connection, settings, as_of)
