"""What we started is recognised and ended, with its brood, and nothing else is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from svodka.services import processes
from svodka.services.processes import Record, Register

# A service that forks a child; both ignore nothing, and the child outlives a kill -9 of its parent.
# As Airflow does, it writes a title over its arguments and environment.
PARENT = "import os, time, setproctitle; setproctitle.setproctitle('x' * 4000); os.fork(); time.sleep(60)"


def started(tmp_path: Path, code: str = PARENT) -> Record:
    return processes.start("tiny", [sys.executable, "-c", code], dict(os.environ), tmp_path / "log", "mark")


def brood_of(record: Record, n: int) -> list[psutil.Process]:
    for _ in range(100):
        found = processes.brood(record)
        if len(found) == n:
            break
        time.sleep(0.05)
    return found


def test_a_service_ends_with_its_children(tmp_path: Path) -> None:
    record = started(tmp_path)
    assert record.process is not None
    assert len(brood_of(record, 2)) == 2
    processes.end([record], patience=5)
    assert record.process is None
    assert processes.brood(record) == []


def test_orphans_of_a_killed_service_are_found_and_ended(tmp_path: Path) -> None:
    record = started(tmp_path)
    assert len(brood_of(record, 2)) == 2
    os.kill(record.pid, signal.SIGKILL)
    assert len(brood_of(record, 1)) == 1
    processes.end([record], patience=5)
    assert processes.brood(record) == []


def test_a_number_given_to_somebody_else_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        record = Record("tiny", stranger.pid, born=1.0, settings="mark")
        assert record.process is None
        assert processes.brood(record) == []
        processes.end([record], patience=1)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_the_register_survives_being_torn(tmp_path: Path) -> None:
    register = Register(tmp_path / "services.json")
    record = Record("tiny", 1, 2.0, "mark")
    register.write({"tiny": record})
    assert register.read() == {"tiny": record}
    register.file.write_text('{"tiny": {"na')
    assert register.read() == {}
