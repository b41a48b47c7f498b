"""What is handed over for one mail of the outbox, and by which way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage

from svodka.delivery.ways import folder, sftp
from svodka.delivery.ways.ending import Ending
from svodka.errors import SvodkaError
from svodka.settings import Settings


@dataclass(frozen=True)
class Letter:
    """One mail of the outbox about to be sent; `is_repeat`: an earlier attempt may have arrived."""

    delivery_id: int
    recipient: str
    role: str
    message_id: str
    attempts: int
    is_repeat: bool
    created_at: datetime
    way: str = "smtp"
    occasion: str = ""
    n_uncertain: int = 0

    @property
    def subfolder(self) -> str:
        """Where its files lie below the recipient's folder: <quarter>/<edition> for an edition."""
        return self.occasion.removeprefix("report/")


class NotToBeSent(SvodkaError):
    """A letter must not leave as it is; the text says why."""


Send = Callable[[Settings, EmailMessage, str], Ending]
Files = Callable[[], Mapping[str, bytes]]


def way_of(
    settings: Settings, letter: Letter, compose: Callable[[Letter], EmailMessage], send: Send, files: Files | None
) -> Callable[[], Ending]:
    """All that can be made before the first byte leaves is made here; the result makes the attempt."""
    if letter.way == "smtp":
        try:
            message = compose(letter)
        except NotToBeSent as error:
            refusal = Ending("failed", str(error))
            return lambda: refusal
        return lambda: send(settings, message, letter.recipient)
    contents = files() if files else {"letter.txt": as_text(compose, letter)}
    if letter.way == "sftp":
        return lambda: sftp.place(settings, letter.recipient, letter.subfolder, contents)
    return lambda: folder.place(letter.recipient, letter.subfolder, contents)


def as_text(compose: Callable[[Letter], EmailMessage], letter: Letter) -> bytes:
    """The letter as a file: the same bytes at each attempt, for putting them again changes nothing."""
    message = compose(replace(letter, is_repeat=False))
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return f"{message['Subject']}\n{message['Date']}\n\n{text}".encode()
