"""Starting, recognising and stopping the server's processes."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

from svodka.warehouse.embedded.cluster import Cluster, EmbeddedError

START_SECONDS = 300  # crash recovery after a kill -9 in the middle of a big load takes its time
STOP_SECONDS = 60
ORPHAN_SECONDS = 10


def is_ready(cluster: Cluster) -> bool:
    """Whether the server of this data folder runs and takes connections."""
    return _postmaster(cluster) is not None and _pid_file(cluster)[7:8] == ["ready"]


def incarnation(cluster: Cluster) -> str | None:
    """What tells this start of the server from any other; None when it does not run."""
    return ":".join(_pid_file(cluster)[:3:2]) if _postmaster(cluster) else None


def start(cluster: Cluster) -> None:
    """Starts the server unless it is ready. Raises EmbeddedError with its last words."""
    if is_ready(cluster):
        return
    identity = cluster.identity
    cluster.initialise()
    cluster.make_socket_folder()
    if _postmaster(cluster) is None:
        cluster.configure()
        _clear_after_crash(cluster)
        with cluster.log.open("ab") as log:
            seen = log.tell()
            # pg_ctl puts the server into its own session: a Ctrl-C at the terminal does not reach it.
            command: list[str | Path] = [
                cluster.bin / "pg_ctl",
                "start",
                "-s",
                "-w",
                "-t",
                str(START_SECONDS),
                "-D",
                cluster.data,
            ]
            done = identity.run(command, stdout=log, stderr=log)
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL не запустился: {_last_words(cluster.log, seen)} (подробно: {cluster.log})")
    _wait_until_ready(cluster)


def stop(cluster: Cluster) -> bool:
    """Stops the server: fast, then at once. True when one was running."""
    postmaster = _postmaster(cluster)
    if postmaster is None:
        _clear_after_crash(cluster)
        return False
    for word in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if not _signal_and_wait([postmaster], word, STOP_SECONDS, cluster):
            break
    _clear_after_crash(cluster)
    if cluster.socket.parent == Path("/tmp"):
        shutil.rmtree(cluster.socket, ignore_errors=True)
    return True


def _pid_file(cluster: Cluster) -> list[str]:
    try:
        return [line.strip() for line in (cluster.data / "postmaster.pid").read_text().splitlines()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except PermissionError as error:
        raise EmbeddedError(f"{cluster.data} принадлежит другому пользователю: запускайте от его имени.") from error


def _postmaster(cluster: Cluster) -> psutil.Process | None:
    """The living postmaster named in the pid file; None when the number is stale or belongs to something else now."""
    try:
        process = psutil.Process(int(_pid_file(cluster)[0]))
        return process if _is_ours(process, cluster) else None
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return None


def _is_ours(process: psutil.Process, cluster: Cluster) -> bool:
    """By the command line (`-D <data>`; backends: `postgres: <cluster name>: …`), which anybody may read."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        words = process.cmdline()
    except psutil.Error:
        return False
    if not words or "postgres" not in words[0]:
        return False
    return words[1:3] == ["-D", str(cluster.data)] or words[0].startswith(f"postgres: {cluster.name}: ")


def _clear_after_crash(cluster: Cluster) -> None:
    """Ends what a killed postmaster left behind and removes its pid file and socket; called when none is alive."""
    orphans = [process for process in psutil.process_iter() if _is_ours(process, cluster)]
    for word in (signal.SIGQUIT, signal.SIGKILL):
        orphans = _signal_and_wait(orphans, word, ORPHAN_SECONDS, cluster)
    if orphans:
        numbers = ", ".join(str(process.pid) for process in orphans)
        raise EmbeddedError(f"Остатки прежнего PostgreSQL не завершаются: процессы {numbers}.")
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    for leftover in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (cluster.socket / leftover).unlink(missing_ok=True)


def _signal_and_wait(
    processes: list[psutil.Process], word: int, seconds: float, cluster: Cluster
) -> list[psutil.Process]:
    """Those still alive `seconds` after the signal; a zombie that nobody has reaped yet counts as gone."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(word)
    deadline = time.monotonic() + seconds
    while (
        processes := [process for process in processes if _is_ours(process, cluster)]
    ) and time.monotonic() < deadline:
        time.sleep(0.02)
    return processes


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready(cluster):
        if _postmaster(cluster) is None or time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL не запустился: {_last_words(cluster.log, 0)} (подробно: {cluster.log})")
        time.sleep(0.05)


def _last_words(log: Path, seen: int) -> str:
    with log.open("rb") as stream:
        stream.seek(max(seen, os.fstat(stream.fileno()).st_size - 4000))
        lines = stream.read().decode("utf-8", "replace").splitlines()
    told = [line for line in lines if "FATAL" in line or "ERROR" in line or "could not" in line]
    return (told or [line for line in lines if line.strip()] or ["без объяснений"])[-1].strip()
