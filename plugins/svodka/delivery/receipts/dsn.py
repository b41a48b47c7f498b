"""Reports on delivery (RFC 3464) and on opening (RFC 8098), as mail servers and mail programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from svodka.delivery.receipts.sign import Kind, Sign, header, message_ids, moment_of, sign_of
from svodka.delivery.ways.smtp import ATTEMPT

REPORTS = ("message/delivery-status", "message/global-delivery-status")
NOTICES = ("message/disposition-notification", "message/global-disposition-notification")
ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
# What a report says of one recipient, from bad to good: of several the worst counts, for a person must look.
KINDS: dict[str, Kind] = {
    "failed": "failed",
    "delayed": "delayed",
    "relayed": "relayed",
    "expanded": "delivered",
    "delivered": "delivered",
}
BY_STATUS: dict[str, Kind] = {"5": "failed", "4": "delayed", "2": "delivered"}
WORST_FIRST: tuple[Kind, ...] = ("failed", "delayed", "relayed", "delivered")
OPENED = "письмо открыто: так сообщила почтовая программа получателя"


def is_report(mail: Message) -> bool:
    """By its headers alone."""
    return mail.get_content_type() == "multipart/report"


def read_report(mail: Message, now: datetime) -> Sign | None:
    """What a whole multipart/report says; None when it says nothing about a delivery."""
    parts = list(mail.walk())
    notice = next((part for part in parts if part.get_content_type() in NOTICES), None)
    if notice is not None:
        return opening(mail, notice, parts, now)
    status = next((part for part in parts if part.get_content_type() in REPORTS), None)
    found = recipients_of(status) if status is not None else []
    if status is None or not found:
        return None
    kind, detail = min(found, key=lambda one: WORST_FIRST.index(one[0]))
    envelope_id = next((header(one, "Original-Envelope-Id") for one in blocks(status)), "")
    return about(mail, parts, kind, detail, envelope_id, now)


def about(mail: Message, parts: list[Message], kind: Kind, detail: str | None, envelope_id: str, now: datetime) -> Sign:
    """The sign: which mail and which attempt, by the envelope's id, by the headers that came back, by the thread."""
    named, attempt = of_envelope(envelope_id)
    original = next((one for one in map(returned, parts) if one is not None), None)
    if original is not None:
        named += message_ids(header(original, "Message-ID"))
        attempt = attempt or whole(header(original, ATTEMPT))
    named += message_ids(header(mail, "In-Reply-To"), header(mail, "References"))
    return Sign(kind, sign_of(mail), tuple(dict.fromkeys(named)), moment_of(mail, now), attempt, "", detail)


def blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report, the first about the message, each other about one recipient."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))
        return
    text = part.get_payload(decode=True)  # coded, against the rule
    for chunk in re.split(rb"\r?\n[ \t]*\r?\n", text if isinstance(text, bytes) else b""):
        yield message_from_bytes(chunk)


def recipients_of(status: Message) -> list[tuple[Kind, str | None]]:
    """Of each recipient what has become of the mail, and the server's code and words."""
    found: list[tuple[Kind, str | None]] = []
    for block in blocks(status):
        code = header(block, "Status")
        action = header(block, "Action").split(" ")[0].lower()
        kind = KINDS.get(action) or BY_STATUS.get(code[:1])
        if kind is not None and (action or code):
            found.append((kind, words(code, header(block, "Diagnostic-Code"))))
    return found


def words(code: str, diagnostic: str) -> str | None:
    """«5.1.1 550 5.1.1 no such user», without the name of the protocol."""
    said = re.sub(r"^\s*[\w-]+\s*;\s*", "", diagnostic)
    return f"{code} {said}".strip()[:300] or None


def of_envelope(envelope_id: str) -> tuple[tuple[str, ...], int | None]:
    """Message-ID and attempt out of the id that `ways.smtp` gives the envelope."""
    plain = re.sub(r"\+([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), envelope_id)
    name, slash, attempt = plain.rpartition("/")
    return ((f"<{name}>",), whole(attempt)) if slash and name.startswith("svodka.") else ((), None)


def whole(text: str) -> int | None:
    """A number of an attempt; None for anything else."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else None


def returned(part: Message) -> Message | None:
    """The headers of the mail that a report is about, from the part that brings it back."""
    if part.get_content_type() not in ORIGINALS:
        return None
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload[0] if payload and isinstance(payload[0], Message) else None
    text = part.get_payload(decode=True)
    return message_from_bytes(text) if isinstance(text, bytes) else None


def opening(mail: Message, notice: Message, parts: list[Message], now: datetime) -> Sign | None:
    """A mail that has been opened has arrived; of any other disposition nothing follows."""
    fields = list(blocks(notice))
    disposition = next((found for one in fields if (found := header(one, "Disposition"))), "")
    if "displayed" not in disposition.lower():
        return None
    sign = about(mail, parts, "delivered", OPENED, "", now)
    original = message_ids(*(header(one, "Original-Message-ID") for one in fields))
    return Sign(
        sign.kind, sign.sign, tuple(dict.fromkeys(original + sign.message_ids)), sign.received_at, sign.attempt,
        detail=sign.detail,
    )  # fmt: skip
