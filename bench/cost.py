"""What statements cost inside one backend of Postgres: CPU and wall seconds, memory of its own, temporary files."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import Connection

from svodka.warehouse.engine import scalar


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and of wall of one run."""

    cpu: float
    wall: float


def backend_cost(connection: Connection, work: Callable[[], object], times: int = 1) -> Cost:
    """The mean of `times` runs after one that warms the caches; the session must use no parallel workers."""
    backend = psutil.Process(scalar(connection, "SELECT pg_backend_pid()"))
    if times > 1:
        work()
    used, began = backend.cpu_times(), time.monotonic()
    for _ in range(times):
        work()
    wall, ended = time.monotonic() - began, backend.cpu_times()
    return Cost((ended.user + ended.system - used.user - used.system) / times, wall / times)


def peak_own_memory(connection: Connection) -> int:
    """Bytes: the most this backend ever held, less the pages of shared buffers that it has touched."""
    words = Path(f"/proc/{scalar(connection, 'SELECT pg_backend_pid()')}/status").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in words if line.endswith(" kB")}
    return (sizes["VmHWM"] - sizes["RssShmem"]) * 1024


def temporary_bytes(connection: Connection) -> int:
    """Bytes that queries of this database have written to temporary files since it was made."""
    connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    return int(scalar(connection, "SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()"))
