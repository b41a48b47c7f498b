"""A load that a person waits for on a page: made at once when it is small and nobody else loads the channel."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from svodka.settings import Settings

if TYPE_CHECKING:
    from svodka.warehouse.engine import Warehouse

ROWS_AT_ONCE = 20_000  # about ten seconds; more would hold the page too long
ONE_LOAD = threading.Lock()  # two pages of one process do not load beside each other


def load_at_once(warehouse: Warehouse, settings: Settings, channel: str, n_rows: int, now: datetime) -> int | None:
    """What `svodka ingest CHANNEL` does, at a moment that is told: the load_id. None when it is left to `intake`: more
    than ROWS_AT_ONCE rows, or a load of the channel is under way."""
    from svodka.intake import run

    with ONE_LOAD:
        if n_rows > ROWS_AT_ONCE or is_under_way(warehouse, settings, channel, now):
            return None
        load_id, has_files = run.extract(warehouse, settings, channel, now)
        if has_files and load_id is not None:
            run.validate(warehouse, settings, load_id)
            run.load(warehouse, settings, load_id, now)
        return load_id


def is_under_way(warehouse: Warehouse, settings: Settings, channel: str, now: datetime) -> bool:
    from svodka.warehouse.engine import run

    town = settings.municipality.oktmo
    with warehouse.begin() as connection:
        found = run(connection, "landing/load_under_way.sql", municipality=town, channel=channel, now=now)
        return bool(found.scalar())
