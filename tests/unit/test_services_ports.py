"""Ports: an address stays what it was while it can, and a busy one is passed over."""

import socket
from pathlib import Path

from svodka.services import ports


def a_busy_port() -> tuple[socket.socket, int]:
    holder = socket.socket()
    holder.bind((ports.HOST, 0))
    holder.listen()
    return holder, holder.getsockname()[1]


def test_a_busy_preferred_port_gives_another(tmp_path: Path) -> None:
    holder, busy = a_busy_port()
    with holder:
        chosen = ports.choose(tmp_path / "web.port", busy)
    assert chosen != busy
    assert ports.remembered(tmp_path / "web.port") == chosen


def test_the_remembered_port_wins_while_it_is_free(tmp_path: Path) -> None:
    file = tmp_path / "web.port"
    first = ports.choose(file, 0)
    assert ports.choose(file, 1) == first
    with socket.socket() as holder:
        holder.bind((ports.HOST, first))
        holder.listen()
        assert ports.choose(file, 0) != first


def test_nothing_is_remembered_before_the_first_choice(tmp_path: Path) -> None:
    assert ports.remembered(tmp_path / "web.port") is None
    (tmp_path / "web.port").write_text("not a number")
    assert ports.remembered(tmp_path / "web.port") is None
