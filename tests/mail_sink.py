"""A real mail server for tests: keeps what it took, refuses or hangs up as it is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.mail_faults import FaultyController


@dataclass
class Sink:
    """What the server has taken, and how it shall behave from now on.

    `faults`: step of the dialogue → a reply in place of the usual one, CUT or HANG (`mail_faults`); `struck`: the steps
    at which one has come. `kept`: recipient and attempt of each message whose text has come whole and was accepted,
    answered or not. `asked`: what was asked about reports on delivery, where they are offered.
    """

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse_recipient: dict[str, str] = field(default_factory=dict)
    data_reply: str = "250 kept"
    cut_before_reply: bool = False
    greylists: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    struck: list[str] = field(default_factory=list)
    kept: list[tuple[str, int]] = field(default_factory=list)
    offers_dsn: bool = False
    takes_dsn: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    port: int = 0

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name and arguments)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]] if self.offers_dsn else responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        if self.greylists and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        text_fault = self.faults.get("text", "")
        if text_fault[:1] in ("4", "5"):
            self.struck.append("text")
            return text_fault
        if not self.data_reply.startswith("250"):
            return self.data_reply
        content = envelope.original_content or b""
        self.raw.append(content)
        message = message_from_bytes(content, policy=policy.default)
        self.taken.extend((recipient, message) for recipient in envelope.rcpt_tos)
        self.kept.extend((recipient, int(message["X-Svodka-Attempt"] or 0)) for recipient in envelope.rcpt_tos)
        if self.cut_before_reply:
            server.transport.abort()
        elif text_fault:
            await server.struck("text")
        return self.data_reply

    def ids(self, recipient: str) -> list[str]:
        """The Message-IDs that a recipient has got, in order."""
        return [message["Message-ID"] for to, message in self.taken if to == recipient]

    def subjects(self) -> list[str]:
        return [message["Subject"] for _, message in self.taken]


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    size_limit: int = 33_554_432,
) -> Iterator[Sink]:
    """A sink on a free port of 127.0.0.1; with STARTTLS offered, with TLS from the first byte, with a login wanted."""
    sink = Sink()
    sink.port = free_port()

    def is_let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        is_known = (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=is_known, handled=False)

    controller = FaultyController(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        ssl_context=tls,
        tls_context=starttls,
        authenticator=is_let_in if login else None,
        auth_required=login is not None,
        auth_require_tls=starttls is not None,
        data_size_limit=size_limit,
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
