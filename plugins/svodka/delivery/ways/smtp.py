"""The way `smtp`: hands one message to a mail server, and says honestly how it ended."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE

from svodka.delivery.ways.ending import Ending
from svodka.delivery.ways.mail_address import bare, on_the_wire
from svodka.delivery.ways.smtp_session import session
from svodka.delivery.ways.trouble import in_words, spell
from svodka.errors import SvodkaError
from svodka.settings import Settings

TEXT_TIMEOUT = 600.0  # seconds for the text to go out over a slow line and to be answered (RFC 5321, 4.5.3.2)
# The number of the attempt: each is told apart by reports on delivery, which quote this header or the envelope's id.
ATTEMPT = "X-Svodka-Attempt"
SEVEN_BIT = WIRE.clone(cte_type="7bit")
LONGEST_ENVELOPE_ID = 100  # RFC 3461, 4.4
TAKEN = (250, 251, 252)
Errors = (OSError, smtplib.SMTPException)


@dataclass(frozen=True)
class Envelope:
    """What is said to the server about a message before its text."""

    sender: str
    recipient: str
    mail_options: tuple[str, ...] = ()
    rcpt_options: tuple[str, ...] = ()


def send(settings: Settings, message: EmailMessage, recipient: str) -> Ending:
    """One attempt to hand the message to the server of the settings for one recipient. Raises nothing expected."""
    try:
        sender, to = on_the_wire(bare(settings.smtp.sender)), on_the_wire(recipient)
    except UnicodeError:
        return Ending("failed", "адрес получателя или отправителя — не латиницей: исправьте его")
    if "@" not in to:
        return Ending("failed", "у получателя нет адреса электронной почты: внесите его в таблицу ответственных")
    text = text_of(message)
    try:
        with session(settings) as server:
            return hand_over(server, envelope(server, message, sender, to, len(text)), text)
    except (*Errors, SvodkaError) as error:
        return Ending("pending", f"почтовый сервер недоступен: {in_words(error)}")


def text_of(message: EmailMessage) -> bytes:
    """The message as it goes over any server, dots doubled, without the line that ends it."""
    content = re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=SEVEN_BIT))
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def envelope(server: smtplib.SMTP, message: EmailMessage, sender: str, recipient: str, n_bytes: int) -> Envelope:
    """The size where the server wants it; a report on delivery for a mail of the outbox where the server offers it."""
    mail = [f"SIZE={n_bytes}"] if server.has_extn("size") else []
    rcpt: list[str] = []
    if server.has_extn("dsn") and message[ATTEMPT]:
        mail.append("RET=HDRS")
        rcpt += ["NOTIFY=SUCCESS,FAILURE,DELAY", f"ORCPT=rfc822;{xtext(recipient)}"]
        known_by = xtext(f"{message['Message-ID'].strip('<>')}/{message[ATTEMPT]}")
        if len(known_by) <= LONGEST_ENVELOPE_ID:
            mail.append(f"ENVID={known_by}")
    return Envelope(sender, recipient, tuple(mail), tuple(rcpt))


def xtext(value: str) -> str:
    """RFC 3461, 4: what is not printable ASCII, and + and =, as +XX."""
    return "".join(char if "!" <= char <= "~" and char not in "+=" else f"+{ord(char):02X}" for char in value)


def hand_over(server: smtplib.SMTP, envelope: Envelope, text: bytes) -> Ending:
    """The dialogue. Without the line that ends the text nothing has been delivered; after it only the answer tells."""
    try:
        code, reply = introduced(server, envelope)
        if code not in TAKEN:
            return refused(code, reply)
        code, reply = server.docmd("DATA")
        if code != 354:
            return refused(code, reply)
        if server.sock is not None:
            server.sock.settimeout(TEXT_TIMEOUT)
        server.send(text)
    except Errors as error:
        return Ending("pending", f"связь прервалась до передачи письма: {in_words(error)}")
    try:
        server.send(b".\r\n")
        code, reply = server.getreply()
    except Errors as error:
        return Ending("uncertain", f"ответа сервера на письмо нет, исход неизвестен: {in_words(error)}")
    if code >= 400:
        return refused(code, reply)
    return Ending("sent" if 200 <= code < 300 else "uncertain", spell(code, reply))


def introduced(server: smtplib.SMTP, envelope: Envelope) -> tuple[int, bytes]:
    """MAIL and RCPT; once more without options where the server offers them and does not take them."""
    code, reply = named(server, envelope)
    if code in (501, 504, 555) and (envelope.mail_options or envelope.rcpt_options):
        server.rset()
        return named(server, Envelope(envelope.sender, envelope.recipient))
    return code, reply


def named(server: smtplib.SMTP, envelope: Envelope) -> tuple[int, bytes]:
    code, reply = server.mail(envelope.sender, envelope.mail_options)
    return (code, reply) if code not in TAKEN else server.rcpt(envelope.recipient, envelope.rcpt_options)


def refused(code: int, reply: bytes | str) -> Ending:
    """4xx may pass later, 5xx will not."""
    return Ending("failed" if code >= 500 else "pending", spell(code, reply))
