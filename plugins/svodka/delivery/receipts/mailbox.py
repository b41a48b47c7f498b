"""The mailbox of the settings, read over IMAP and left as it was: nothing is marked, moved or deleted."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from email.message import Message
from typing import Any

from svodka.delivery.ways.trouble import in_words
from svodka.delivery.ways.trust import trusting
from svodka.errors import SvodkaError
from svodka.settings import Imap, resolve_secret

TIMEOUT = 30.0  # seconds without a byte
AT_ONCE = 100  # headers asked for by one command
LARGEST = 64 * 1024 * 1024  # bytes of a report that is fetched whole


class MailboxUnavailable(SvodkaError):
    """The mailbox cannot be read now."""


@dataclass(frozen=True)
class Found:
    """One mail: its number in the folder, its size in bytes, its headers."""

    uid: str
    n_bytes: int
    headers: Message


class Mailbox:
    """An open folder of a mailbox."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def since(self, day: date) -> Iterator[Found]:
        """The headers of every mail that has come since the day; one that the server cannot give is left out."""
        criteria = f"SINCE {day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"
        uids = self.client.uids(criteria, charset=None)
        for begin in range(0, len(uids), AT_ONCE):
            yield from self.headers(uids[begin : begin + AT_ONCE])

    def headers(self, uids: Sequence[str]) -> list[Found]:
        from imap_tools import ImapToolsError

        try:
            fetched = list(self.client.fetch(uid_list=uids, mark_seen=False, headers_only=True, bulk=True))
        except ImapToolsError:
            return [found for uid in uids for found in self.headers([uid])] if len(uids) > 1 else []
        return [Found(str(mail.uid), int(mail.size_rfc822), mail.obj) for mail in fetched]

    def whole(self, found: Found) -> Message:
        """The mail with all its parts. Raises MailboxUnavailable, and ValueError for one that is too large or gone."""
        if found.n_bytes > LARGEST:
            raise ValueError(f"{found.n_bytes} bytes")
        try:
            fetched = list(self.client.fetch(uid_list=found.uid, mark_seen=False))
        except (OSError, imaplib.IMAP4.abort) as error:
            raise MailboxUnavailable(f"Почтовый ящик не дочитан: {words(error)}.") from error
        if not fetched:
            raise ValueError("gone")
        message: Message = fetched[0].obj
        return message


# Not of the locale: IMAP knows these only.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def opened(imap: Imap) -> Iterator[Mailbox]:
    """The folder of the settings for the block. Raises MailboxUnavailable, in one sentence."""
    from imap_tools import ImapToolsError

    client = None
    try:
        client = connected(imap)
        login(client, imap)
        client.folder.set(imap.folder, readonly=True)
        yield Mailbox(client)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxUnavailable(f"Почтовый ящик {imap.host} не прочитан: {words(error)}.") from error
    finally:
        if client is not None:
            with suppress(Exception):
                client.logout()


def connected(imap: Imap) -> Any:
    from imap_tools import MailBox, MailBoxUnencrypted

    host = imap.host or ""
    if imap.tls:
        return MailBox(host, imap.port or 993, timeout=TIMEOUT, ssl_context=trusting(imap.ca_file))
    return MailBoxUnencrypted(host, imap.port or 143, timeout=TIMEOUT)


def login(client: Any, imap: Imap) -> None:
    """Raises MailboxUnavailable where name or password is wrong: the reply of the server may repeat them."""
    from imap_tools import MailboxLoginError

    name, password = resolve_secret(imap.user) or "", resolve_secret(imap.password) or ""
    enter = client.login if f"{name}{password}".isascii() else client.login_utf8
    try:
        enter(name, password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error):
        raise MailboxUnavailable(
            f"Почтовый ящик {imap.host}: имя или пароль не приняты, проверьте imap.user и imap.password."
        ) from None


def words(error: BaseException) -> str:
    """In Russian; what an IMAP server says is kept as it is."""
    if isinstance(error, OSError):
        return in_words(error)
    return f"{type(error).__name__}: {error}"[:300]
