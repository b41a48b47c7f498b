"""Use-cases of the figures: what a quarter comes to, came to, and would come to by other rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def figures(quarter: str, as_of: datetime | None = None) -> dict[str, Any]:
    """The figures document of a quarter (docs/figures.schema.json); as_of: the newest landing by default."""
    from svodka.figures.quarter_figures import figures_of
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        return figures_of(connection, settings, asked, as_of)


def what_if(quarter: str, trials: Sequence[tuple[str, str, str]], as_of: datetime | None = None) -> dict[str, Any]:
    """The figures by the present rules and by tried ones (table, name of the file, its text); nothing is stored.

    Returns the object of `figures.what_if.what_if`. Raises UsageError, SvodkaError (a wrong row of a file).
    """
    from svodka.figures.what_if import Trial, what_if
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter)
    with open_warehouse(settings).engine.connect() as connection, connection.begin() as transaction:
        try:
            return what_if(connection, settings, asked, [Trial(*one) for one in trials], as_of)
        finally:
            transaction.rollback()


def reproduce(quarter: str, edition: str) -> dict[str, Any]:
    """An edition computed again by its own rules, against its frozen values: is_equal, differences, notes."""
    from svodka.period import Quarter
    from svodka.report import reproduction

    settings = load_settings()
    asked = Quarter.parse(quarter)
    with open_warehouse(settings).engine.connect() as connection, connection.begin() as transaction:
        try:
            found = reproduction.find(connection, settings, asked, edition)
            again = reproduction.reproduce(connection, settings, found)
        finally:
            transaction.rollback()
    return {
        "quarter": str(asked),
        "edition": found.number,
        "as_of": found.as_of.astimezone(settings.zone).isoformat(),
        "is_equal": not again.differences,
        "n_values": len(again.document["values"]),
        "differences": again.differences,
        "notes": again.notes,
    }


def editions_by_other_rules(quarter: str, as_of: datetime) -> list[str]:
    """The numbers of the quarter's editions of that very moment whose rules are not those of now."""
    from svodka.period import Quarter
    from svodka.report.computation import editions_by_other_rules

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return editions_by_other_rules(connection, settings, Quarter.parse(quarter), as_of)
