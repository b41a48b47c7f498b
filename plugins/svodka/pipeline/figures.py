"""Use-cases of the figures: what a quarter comes to."""

from __future__ import annotations

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
