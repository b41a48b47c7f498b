"""Each page of the menu at a million messages: milliseconds of the server for one request, beside a bare one.

The reference is `/api/v2/monitor/health` of Airflow itself in the same process, with the same client. Nothing here is
a test: the ratios are printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.history import fill_core
from bench.home import throwaway_home
from svodka import pipeline
from svodka.figures import marts
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts
from tests.airflow_home import shared_airflow_home

NOW = datetime(2026, 10, 12, 4, tzinfo=UTC)
MILLION = 1_000_000
HEALTH = "/api/v2/monitor/health"
PATHS = (
    "/today", "/terms", "/terms?sort=term", "/figures", "/figures/P-02", "/figures/P-02/messages", "/reports",
    "/answers", "/upload", "/quarantine", "/missing", "/data", "/responsible",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MILLION)
    parser.add_argument("--times", type=int, default=9)
    options = parser.parse_args()
    with throwaway_home() as (folder, settings):
        warehouse = pipeline.open_warehouse(settings)
        make_history(warehouse, settings, options.rows)
        paths = (*PATHS, *message_paths(warehouse))
        show(measured(client(folder), paths, options.times), options.rows)


def make_history(warehouse: Warehouse, settings: Settings, rows: int) -> None:
    with warehouse.begin() as conn:
        fill_core(conn, settings.municipality.oktmo, rows)
        use_marts(conn)
        marts.rebuild(conn, settings, NOW)
    link = warehouse.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with link:
        link.execute(text("VACUUM ANALYZE"))
    pipeline.daily_control(NOW.date(), NOW)  # as every morning: what the pages read is made then


def message_paths(warehouse: Warehouse) -> list[str]:
    """One message by its key and by its number, and a number that nobody bears."""
    with warehouse.begin() as conn:
        one = conn.execute(text("SELECT message_key, source_number FROM core.message LIMIT 1")).one()
    return [f"/message/{one.message_key}", f"/message?number={one.source_number}", "/message?number=no-such-number"]


def client(folder: Path) -> Any:
    """The secretary's browser: Airflow's own application with the pages in it, in this process."""
    shared_airflow_home(_Folder(folder))
    from airflow.api_fastapi.app import cached_app, get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from starlette.testclient import TestClient

    # Where everybody is an administrator, Airflow calls them all so
    pipeline.grant_role("Anonymous", "secretary", "bench", NOW)
    app = cached_app()
    from svodka.web import app as pages
    from svodka.web.moment import now

    pages.dependency_overrides[now] = lambda: NOW
    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username="secretary", role="admin"))
    return TestClient(app, cookies={"_token": token})


class _Folder(pytest.TempPathFactory):
    """What the throw-away home of Airflow is asked of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mktemp(self, basename: str, numbered: bool = True) -> Path:
        place = self.folder / basename
        place.mkdir()
        return place


def measured(browser: Any, paths: Sequence[str], times: int) -> dict[str, list[float]]:
    """Milliseconds of each request but the first of each."""
    found: dict[str, list[float]] = {}
    for path in (HEALTH, *(f"/svodka{path}" for path in paths)):
        for number in range(times + 1):
            began = time.perf_counter()
            answer = browser.get(path)
            spent = 1000 * (time.perf_counter() - began)
            assert answer.status_code == 200, (path, answer.status_code)
            if number:
                found.setdefault(path, []).append(spent)
    return found


def show(found: dict[str, list[float]], rows: int) -> None:
    bare = statistics.median(found[HEALTH])
    table = Table("page", "median ms", "worst ms", "of a bare request", title=f"pages at {rows:,} messages")
    for path, spent in found.items():
        middle = statistics.median(spent)
        table.add_row(path, f"{middle:.0f}", f"{max(spent):.0f}", f"{middle / bare:.1f} ×")
    Console().print(table)


if __name__ == "__main__":
    main()
