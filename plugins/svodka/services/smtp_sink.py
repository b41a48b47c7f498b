"""A mail server for one machine: takes every mail on 127.0.0.1 and keeps it as a file; nothing goes further.

Run as `python -m svodka.services.smtp_sink OUTBOX PORT_FILE PREFERRED_PORT`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from svodka.services import ports

LARGEST_MAIL = 64 * 1024 * 1024  # bytes


class Keeper:
    """Keeps each mail under the moment it came, whole or not at all."""

    def __init__(self, outbox: Path) -> None:
        self.outbox = outbox
        self.numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Answers 250 only after the bytes are on the disk."""
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")  # a file's name, not a fact of the domain
        name = f"{moment}-{os.getpid()}-{next(self.numbers):04d}.eml"
        draft = self.outbox / f".{name}.part"
        with draft.open("wb") as file:
            file.write(envelope.original_content or b"")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.outbox / name)
        return "250 kept"


def serve(outbox: Path, port_file: Path, preferred: int) -> None:
    """Serves until SIGTERM or SIGINT; the port stands in the file as soon as mails are taken."""
    outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    stop = threading.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda *_: stop.set())
    chosen = ports.choose(port_file.with_suffix(".draft"), preferred)
    controller = Controller(Keeper(outbox), hostname=ports.HOST, port=chosen, data_size_limit=LARGEST_MAIL)
    controller.start()
    port_file.with_suffix(".draft").replace(port_file)
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
