"""An open session with the mail server of the settings: found, secured, logged in, and never longer than it may be."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from svodka.delivery.ways.trust import trusting
from svodka.errors import SvodkaError
from svodka.settings import Settings, Smtp, resolve_secret

TIMEOUT = 30.0  # seconds without a byte
LONGEST = 900.0  # seconds a session may last: a server that sends a byte now and then never times out


@contextmanager
def session(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A session for the block. Raises OSError, SMTPException, SvodkaError when there is none; what happens at the
    goodbye changes nothing."""
    server = opened(settings)
    timer = threading.Timer(LONGEST, break_off, [server])
    timer.daemon = True
    timer.start()
    try:
        greet(settings.smtp, server)
        yield server
    finally:
        timer.cancel()
        close(server)


def opened(settings: Settings) -> smtplib.SMTP:
    """A connection, with TLS from the first byte where the settings say so."""
    smtp = settings.smtp
    if smtp.tls:
        context = trusting(smtp.ca_file)
        return smtplib.SMTP_SSL(smtp.host, port_of(settings), timeout=TIMEOUT, context=context)
    return smtplib.SMTP(smtp.host, port_of(settings), timeout=TIMEOUT)


def port_of(settings: Settings) -> int:
    """The port of the settings; without one the usual one of the kind, on 127.0.0.1 that of the local sink."""
    smtp = settings.smtp
    if smtp.port is not None:
        return smtp.port
    if smtp.tls:
        return 465
    if smtp.starttls:
        return 587
    return sink_port(settings) if smtp.host == "127.0.0.1" else 25


def sink_port(settings: Settings) -> int:
    """The port of the local sink. Raises SvodkaError when the sink does not run."""
    place = settings.home / "run" / "smtp.port"
    try:
        return int(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SvodkaError(
            "почта не настроена или не запущена: выполните make run или укажите smtp.host и smtp.port в svodka.toml"
        ) from None


def greet(smtp: Smtp, server: smtplib.SMTP) -> None:
    """EHLO, STARTTLS and login as the settings ask; nothing goes on unprotected where protection is asked for."""
    server.ehlo_or_helo_if_needed()
    if smtp.starttls and not smtp.tls:
        server.starttls(context=trusting(smtp.ca_file))
        server.ehlo_or_helo_if_needed()
    if smtp.user:
        server.login(resolve_secret(smtp.user) or "", resolve_secret(smtp.password) or "")


def break_off(server: smtplib.SMTP) -> None:
    """Ends the connection under whoever waits on it: the wait fails at once, as if the other side had hung up."""
    if server.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(server.sock, socket.SHUT_RDWR)  # not that of SSL, which talks to the other side


def close(server: smtplib.SMTP) -> None:
    """Says goodbye, and does not wait long for an answer."""
    try:
        if server.sock is not None:
            server.sock.settimeout(min(TIMEOUT, 5.0))
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
