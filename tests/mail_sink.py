"""A real mail server for tests: keeps what it took, refuses or hangs up as it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """What the server has taken, and how it shall behave from now on."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse_recipient: dict[str, str] = field(default_factory=dict)
    data_reply: str = "250 kept"
    cut_before_reply: bool = False
    port: int = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name and arguments)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not self.data_reply.startswith("250"):
            return self.data_reply
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.extend((recipient, message) for recipient in envelope.rcpt_tos)
        if self.cut_before_reply:
            server.transport.abort()
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
def running() -> Iterator[Sink]:
    """A sink on a free port of 127.0.0.1."""
    sink = Sink()
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
