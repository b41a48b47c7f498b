"""What went wrong on the network or on a disk, in the words of whoever has to mend it."""

from __future__ import annotations

import errno
import smtplib
import socket
import ssl

from svodka.errors import SvodkaError

# The narrower kind first.
OF_THE_NETWORK: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "имя сервера не найдено"),
    (ConnectionRefusedError, "сервер не принимает соединений"),
    (TimeoutError, "сервер не ответил вовремя"),
    (ConnectionError, "связь оборвалась"),
)
BY_NUMBER = {
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "исчерпана квота на диске",
    errno.EROFS: "диск доступен только для чтения",
    errno.EACCES: "нет прав на запись",
    errno.EPERM: "нет прав на запись",
    errno.EHOSTUNREACH: "нет пути к серверу",
    errno.ENETUNREACH: "сеть недоступна",
}


def in_words(error: BaseException) -> str:
    """One clause about an error; no stack, no secret."""
    if isinstance(error, smtplib.SMTPException):
        return of_mail(error)
    if isinstance(error, SvodkaError):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message or str(error)
        return f"сертификат сервера не проверен ({why}): удостоверяющий центр указывают в ca_file, имя сервера — в host"
    if isinstance(error, ssl.SSLError):
        return f"защищённое соединение не установлено ({error.reason or error})"
    return of_system(error)


def of_system(error: BaseException) -> str:
    for kind, words in OF_THE_NETWORK:
        if isinstance(error, kind):
            return words
    if isinstance(error, FileNotFoundError):
        return f"нет файла или папки {error.filename}"
    if isinstance(error, OSError) and error.errno in BY_NUMBER:
        return BY_NUMBER[error.errno]
    return f"{type(error).__name__}: {error}"


def of_mail(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        said = spell(error.smtp_code, error.smtp_error)
        return f"имя или пароль не приняты ({said}): проверьте smtp.user и smtp.password"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return (
            "сервер не предлагает STARTTLS или вход с паролем, без них письмо не отправляется: "
            "проверьте smtp.starttls, smtp.tls и smtp.port"
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return spell(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        cause = error.__context__  # smtplib tells a time-out only so
        return in_words(cause) if isinstance(cause, OSError) else "сервер закрыл соединение"
    return f"{type(error).__name__}: {error}"


def spell(code: int, reply: bytes | str) -> str:
    """The code and the words of a server."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {words}"
