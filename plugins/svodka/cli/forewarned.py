"""Says on stderr, before the figures, why they may be empty or not what was meant."""

from __future__ import annotations

from datetime import datetime

from svodka import pipeline
from svodka.cli.shown import progress


def forewarn(quarter: str | None, as_of: datetime | None = None) -> None:
    """At most one line; the exit code stays what it is."""
    if said := pipeline.forewarning(quarter, as_of):
        progress.print(said, markup=False, highlight=False, soft_wrap=True)
