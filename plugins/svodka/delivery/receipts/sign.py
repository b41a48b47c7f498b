"""One sign from the other side about our mails, as it was read, before it is known whose mail it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Literal

Kind = Literal["delivered", "failed", "delayed", "relayed", "replied", "confirmed"]
MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
KNOWN_BY = ("Message-ID", "Date", "From", "To", "Subject", "In-Reply-To", "Content-Type")


@dataclass(frozen=True)
class Sign:
    """`sign`: by what it is known, so that it is kept once; `message_ids`: the mails it may speak of; `attempt`: of
    which attempt, where it tells; `author`: the address that an answer came from; `detail`: codes and words of a
    server, never of a person."""

    kind: Kind
    sign: str
    message_ids: tuple[str, ...]
    received_at: datetime
    attempt: int | None = None
    author: str = ""
    detail: str | None = None


def header(mail: Message, name: str) -> str:
    """A header as text on one line, empty where there is none; bytes that are not ASCII are read as UTF-8."""
    value = next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    return " ".join(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def message_ids(*texts: str) -> tuple[str, ...]:
    """All Message-IDs in the texts, in order."""
    return tuple(dict.fromkeys(found for text in texts for found in MESSAGE_ID.findall(text)))


def sign_of(mail: Message) -> str:
    """The Message-ID of a mail; without one, a hash of its headers."""
    if found := message_ids(header(mail, "Message-ID")):
        return found[0]
    seed = "\x1f".join(header(mail, name) for name in KNOWN_BY)
    return f"sha256:{sha256(seed.encode('utf-8', 'replace')).hexdigest()}"


def moment_of(mail: Message, now: datetime) -> datetime:
    """When the mail was written, as it says; `now` where it says nothing that can be."""
    try:
        said = parsedate_to_datetime(header(mail, "Date"))
    except (ValueError, TypeError, OverflowError):
        return now
    if said.tzinfo is None:
        said = said.replace(tzinfo=now.tzinfo)
    return min(said, now)
