"""Processes that outlive the command: apart from the terminal, known by birth time, ended with their brood."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Record:
    """One started service: enough to recognise it after its number was given to something else."""

    name: str
    pid: int
    born: float
    settings: str

    @property
    def process(self) -> psutil.Process | None:
        """The living process of this record; None when it ended (a zombie has ended)."""
        try:
            process = psutil.Process(self.pid)
            alive = abs(process.create_time() - self.born) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if alive else None


class Register:
    """The records of one home, in one small file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> dict[str, Record]:
        try:
            return {name: Record(**fields) for name, fields in json.loads(self.file.read_text()).items()}
        except (FileNotFoundError, ValueError, TypeError):
            return {}

    def write(self, records: Mapping[str, Record]) -> None:
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps({name: asdict(record) for name, record in records.items()}, indent=1))
        draft.replace(self.file)


def start(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, settings: str) -> Record:
    """Starts a service in a session of its own, its words going to the log. `settings` tells one start from another."""
    with log.open("ab") as words:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Record(name, process.pid, psutil.Process(process.pid).create_time(), settings)


def end(records: Iterable[Record], patience: float) -> None:
    """Asks each to end, waits `patience` seconds, then ends what is left of it and its children, orphans included."""
    records = list(records)
    asked = [process for record in records if (process := record.process)]
    for process in asked:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _wait(asked, patience)
    left = [process for record in records for process in brood(record)]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _wait(left, 5)


def brood(record: Record) -> list[psutil.Process]:
    """The service and all that it forked, orphans of its kill -9 included: the living members of its session.

    A number is not given anew while a session of that number has a member; a stranger that leads a session of this
    number therefore says that ours is gone. (The environment would not do: Airflow's process titles overwrite it.)
    """
    if record.process is None and psutil.pid_exists(record.pid) and not _is_zombie(record.pid):
        return []
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getsid(process.pid) == record.pid and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _wait(processes: list[psutil.Process], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(_lives, processes)):
        time.sleep(0.05)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
