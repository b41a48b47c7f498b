"""CPU seconds of a piece of work: this process, its children, and the Postgres server of a home."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

SETTLE = 1.0  # a backend that has just ended is counted once its parent has taken leave of it


@dataclass(frozen=True)
class Cost:
    """CPU seconds of client and server, wall seconds."""

    client: float
    server: float
    wall: float

    @property
    def cpu(self) -> float:
        return self.client + self.server


def measure(home: Path, work: Callable[[], object]) -> Cost:
    """Runs the work once. The server's share: its living processes and those that ended meanwhile."""
    client, server, wall = _client(), _server(home), time.monotonic()
    work()
    time.sleep(SETTLE)
    return Cost(_client() - client, _server(home) - server, time.monotonic() - wall - SETTLE)


def _client() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _server(home: Path) -> float:
    postmaster = psutil.Process(int((home / "pg" / "data" / "postmaster.pid").read_text().split()[0]))
    ended = postmaster.cpu_times()
    total = ended.user + ended.system + ended.children_user + ended.children_system
    for child in postmaster.children():
        try:
            used = child.cpu_times()
            total += used.user + used.system
        except psutil.NoSuchProcess:
            continue
    return total


def peak_memory(pid: int) -> int:
    """VmHWM of a process in bytes: the most it ever held."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0
