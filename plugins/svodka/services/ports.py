"""Free ports of one home, remembered between starts so that an address stays what it was."""

from __future__ import annotations

import socket
from pathlib import Path

HOST = "127.0.0.1"


def remembered(file: Path) -> int | None:
    """The port kept in the file, if there is one."""
    try:
        return int(file.read_text())
    except (FileNotFoundError, ValueError):
        return None


def choose(file: Path, preferred: int) -> int:
    """The remembered port if it is free, else the preferred one, else any; kept in the file."""
    for port in (remembered(file), preferred, 0):
        if port is not None and (free := _free(port)):
            file.write_text(f"{free}\n")
            return free
    raise AssertionError("the system always has a free port")


def _free(port: int) -> int | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return None
        return int(probe.getsockname()[1])
