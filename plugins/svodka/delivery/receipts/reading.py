"""Reads the mailbox for signs about our mails; a mail that cannot be read never stops the rest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from svodka.delivery.receipts.dsn import is_report, read_report
from svodka.delivery.receipts.mailbox import Found, Mailbox, opened
from svodka.delivery.receipts.register import keep, known_signs
from svodka.delivery.receipts.reply import read_reply
from svodka.delivery.receipts.settling import settle
from svodka.delivery.receipts.sign import Sign, sign_of
from svodka.errors import SvodkaError
from svodka.period import business_day
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse

log = logging.getLogger(__name__)

LOOKBACK = timedelta(days=100)  # a quarter: an answer may take its time


def read_mailbox(warehouse: Warehouse, settings: Settings, now: datetime) -> dict[str, int]:
    """Keeps every new sign and puts the outbox right; {} where no mailbox is configured.

    Returns counts: read (mails looked at), the kinds of the new signs, settled (mails whose state has changed), broken.
    Raises MailboxUnavailable, SvodkaError for a secret that is not there; what has been read until then is kept.
    """
    if settings.imap.host is None:
        return {}
    counts: Counter[str] = Counter(read=0, broken=0, settled=0)
    with warehouse.begin() as conn:
        known = known_signs(conn, settings)
    try:
        with opened(settings.imap) as mailbox:
            for found in mailbox.since(business_day(now - LOOKBACK, settings.zone)):
                counts.update(read_one(warehouse, settings, mailbox, found, known, now))
    finally:
        with warehouse.begin() as conn:
            counts["settled"] = settle(conn, settings, now)
    return dict(counts)


def read_one(
    warehouse: Warehouse, settings: Settings, mailbox: Mailbox, found: Found, known: Collection[str], now: datetime
) -> Mapping[str, int]:
    """The counts of one mail."""
    try:
        sign = read_sign(mailbox, found, known, now)
    except SvodkaError:
        raise
    except Exception as error:  # whatever a stranger may write; its text may be anything, so it is not quoted
        log.warning("Письмо %s в ящике не разобрано: %s", found.uid, type(error).__name__)
        return {"read": 1, "broken": 1}
    if sign is None:
        return {"read": 1}
    with warehouse.begin() as conn:
        is_new = keep(conn, settings, sign, now)
    return {"read": 1, sign.kind: 1} if is_new else {"read": 1}


def read_sign(mailbox: Mailbox, found: Found, known: Collection[str], now: datetime) -> Sign | None:
    """What a mail says; None for one that has been read before or says nothing. Only a report is fetched whole."""
    if sign_of(found.headers) in known:
        return None
    return read_report(mailbox.whole(found), now) if is_report(found.headers) else read_reply(found.headers, now)
