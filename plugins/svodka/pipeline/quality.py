"""Use-cases of the quality of the data: links between messages, words without a направление, the sources' own word."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def links(quarter: str, kind: str | None = None, as_of: datetime | None = None, limit: int = 1000) -> dict[str, Any]:
    """Records and cases of a quarter, and pairs of messages: the same appeal, repeats, duplicates."""
    from svodka.figures.links import links_of_quarter
    from svodka.figures.quarter_figures import use_facts
    from svodka.period import Quarter

    settings, asked = load_settings(), Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        return links_of_quarter(connection, settings, asked, moment, kind, limit)


def topics(quarter: str | None = None, as_of: datetime | None = None) -> dict[str, Any]:
    """Words and codes of the sources that no направление is given to, with counts and rows for the map."""
    from svodka.figures.quarter_figures import use_facts
    from svodka.figures.topics import unmapped_topics
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter) if quarter else None
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        return unmapped_topics(connection, settings, asked, moment)


def reconcile(quarter: str, as_of: datetime | None = None, limit: int = 1000) -> dict[str, Any]:
    """Our lateness and response times of a quarter against the sources' own."""
    from svodka.figures.quarter_figures import use_facts
    from svodka.figures.reconciliation import reconciliation_of
    from svodka.period import Quarter

    settings, asked = load_settings(), Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        return reconciliation_of(connection, settings, asked, moment, limit)
