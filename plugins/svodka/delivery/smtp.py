"""Hands one message to a mail server, and says honestly how it ended."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Literal

from svodka.errors import SvodkaError
from svodka.settings import Settings, resolve_secret

TIMEOUT = 30  # seconds without a byte
Outcome = Literal["sent", "pending", "uncertain", "failed"]


@dataclass(frozen=True)
class Ending:
    """How an attempt ended.

    sent: the server has taken the message; pending: it has not, another attempt may succeed; failed: it never will
    as things stand; uncertain: the message went out but the server's answer was lost.
    """

    outcome: Outcome
    reply: str


def send(settings: Settings, message: EmailMessage, recipient: str) -> Ending:
    """One attempt to hand the message to the server of the settings for one recipient. Raises nothing expected."""
    content = message.as_bytes(policy=WIRE)
    try:
        server = connect(settings)
    except (OSError, smtplib.SMTPException, SvodkaError) as error:
        return Ending("pending", f"почтовый сервер недоступен: {error}")
    try:
        return hand_over(server, settings.smtp.sender, recipient, content)
    finally:
        close(server)


def connect(settings: Settings) -> smtplib.SMTP:
    """An open session with the server of the settings, logged in where they say so."""
    smtp = settings.smtp
    is_sink = smtp.port is None and smtp.host == "127.0.0.1"
    port = sink_port(settings) if is_sink else smtp.port or (587 if smtp.starttls else 25)
    server = smtplib.SMTP(smtp.host, port, timeout=TIMEOUT)
    try:
        server.ehlo()
        if smtp.starttls:
            server.starttls()
            server.ehlo()
        if smtp.user:
            server.login(resolve_secret(smtp.user) or "", resolve_secret(smtp.password) or "")
    except BaseException:
        close(server)
        raise
    return server


def sink_port(settings: Settings) -> int:
    """The port of the local sink. Raises SvodkaError when the sink does not run."""
    place = settings.home / "run" / "smtp.port"
    try:
        return int(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SvodkaError(f"нет порта в {place}: запустите make run или укажите smtp.port в настройках") from None


def hand_over(server: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> Ending:
    """The dialogue. Until DATA begins nothing can have been delivered; after it only the server's answer tells."""
    try:
        for code, reply in (server.mail(sender), server.rcpt(recipient)):
            if code >= 400:
                return refused(code, reply)
    except UnicodeError:
        return Ending("failed", "адрес получателя или отправителя — не латиницей: исправьте настройки")
    except (OSError, smtplib.SMTPException) as error:
        return Ending("pending", f"связь прервалась до передачи письма: {error}")
    try:
        code, reply = server.data(content)
    except smtplib.SMTPDataError as error:
        return refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Ending("uncertain", f"связь прервалась до ответа сервера: {error}")
    return Ending("sent", spell(code, reply)) if code < 300 else refused(code, reply)


def refused(code: int, reply: bytes | str) -> Ending:
    """4xx may pass later, 5xx will not."""
    return Ending("failed" if code >= 500 else "pending", spell(code, reply))


def spell(code: int, reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {words}"


def close(server: smtplib.SMTP) -> None:
    """Says goodbye; what happens then changes nothing of the outcome."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
