"""A person's answer to one of our mails, told by its headers alone: its text is never fetched."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from svodka.delivery.receipts.sign import Sign, header, message_ids, moment_of, sign_of

# Any of these headers is written by robots only (RFC 3834 and what the big mail systems do besides).
ROBOTS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "List-Id", "Feedback-ID")
BULK = ("auto_reply", "auto-reply", "bulk", "junk", "list")
ROBOT_NAMES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounce[^@]*)@", re.IGNORECASE)
AWAY = re.compile(
    r"^\s*(автоответ|автоматический ответ|авто[- ]?ответ|вне офиса|отсутствие на рабочем месте|нет на месте|"
    r"auto(matic)?[- ]?(reply|response)|out of( the)? office|undeliver|не доставлено)",
    re.IGNORECASE,
)


def read_reply(mail: Message, now: datetime) -> Sign | None:
    """The sign of an answer; None for a mail that answers nothing, and for what a robot has written."""
    answered = message_ids(header(mail, "In-Reply-To"), header(mail, "References"))
    if not answered or is_automatic(mail):
        return None
    return Sign("replied", sign_of(mail), answered, moment_of(mail, now), author=author_of(mail))


def author_of(mail: Message) -> str:
    return parseaddr(header(mail, "From"))[1].strip().lower()


def is_automatic(mail: Message) -> bool:
    """Whether a robot has written it: it says that a server is there, not that anybody has the report."""
    if header(mail, "Auto-Submitted").lower() not in ("", "no") or any(mail.get(name) for name in ROBOTS):
        return True
    if header(mail, "Precedence").lower() in BULK or header(mail, "Return-Path") == "<>":
        return True
    return bool(ROBOT_NAMES.match(author_of(mail)) or AWAY.match(subject_of(mail)))


def subject_of(mail: Message) -> str:
    raw = header(mail, "Subject")
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError, MessageError):
        return raw
