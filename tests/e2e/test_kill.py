"""kill -9 in the middle of a load, then start again: the content is that of an undisturbed run.

The load is held at its last step by a lock on the table it writes; then something dies; then the lock is let go.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from svodka.services import processes
from svodka.services.supervisor import _register
from tests.db.content import checksums
from tests.e2e.conftest import Demo

DAG = "pos_daily"
PATIENCE = 15 * 60  # seconds: a killed task is tried again after its delay
WAITS_FOR_US = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = 'svodka' AND wait_event_type = 'Lock' AND query NOT LIKE '%pg_stat_activity%'
"""


@contextmanager
def held_load(demo: Demo, day: str) -> Iterator[int]:
    """A day of the channel loaded again by a backfill, its load waiting in the middle; yields the backfill's number."""
    connection = demo.warehouse.engine.connect()
    try:
        connection.execute(text("LOCK TABLE marts.fct_message IN ACCESS EXCLUSIVE MODE"))
        number = demo.airflow.backfill(DAG, day, day)
        wait(lambda: load_waits(demo), 120)
        yield number
    finally:
        with suppress(DBAPIError):
            connection.close()


def load_waits(demo: Demo) -> bool:
    with demo.warehouse.begin() as connection:
        return bool(connection.execute(text(WAITS_FOR_US)).scalar_one())


def wait(is_over: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_over():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def content_of(demo: Demo) -> dict[str, str]:
    with demo.warehouse.begin() as connection:
        return checksums(connection)


def kill_scheduler(demo: Demo) -> None:
    os.kill(_register(demo.home).read()["scheduler"].pid, signal.SIGKILL)


def kill_postgres(demo: Demo) -> None:
    os.kill(int((demo.home / "pg" / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


def kill_task(demo: Demo) -> None:
    """The process that runs the task: the youngest of the scheduler's brood that has no child of its own."""
    family = processes.brood(_register(demo.home).read()["scheduler"])
    leaves = [process for process in family if not process.children() and "<idle>" not in " ".join(process.cmdline())]
    max(leaves, key=psutil.Process.create_time).kill()


@pytest.mark.slow
# A day each: the wait before a retry doubles with every attempt that this day has ever had.
@pytest.mark.parametrize(("day", "kill"), [(24, kill_scheduler), (25, kill_task), (28, kill_postgres)])
def test_a_load_survives_a_kill(demo: Demo, day: int, kill: Callable[[Demo], None]) -> None:
    before = content_of(demo)
    with held_load(demo, f"2026-09-{day}T00:00:00+05:00") as number:
        kill(demo)
        time.sleep(1)
    up = demo.run("-m", "svodka.services", "up")
    assert up.returncode == 0, up.stderr
    wait(lambda: demo.airflow.backfill_completed(number), PATIENCE)
    newest = demo.airflow.runs(DAG, run_type="backfill")
    assert {run["state"] for run in newest} == {"success"}
    assert content_of(demo) == before
