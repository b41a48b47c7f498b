"""A mail address as it stands on the wire."""

from __future__ import annotations

from email.utils import parseaddr


def bare(sender: str) -> str:
    """The address of «МЦУ <mcu@example.org>»."""
    return parseaddr(sender)[1] or sender.strip()


def on_the_wire(address: str) -> str:
    """The address with its domain in ASCII (глава@пример.рф has none: its first part cannot be written so).

    Raises UnicodeError for what only a few servers would take.
    """
    name, at, domain = address.strip().rpartition("@")
    name.encode("ascii")
    return f"{name}{at}{domain.encode('idna').decode('ascii')}" if domain else address.strip()
