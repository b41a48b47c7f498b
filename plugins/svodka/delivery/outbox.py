"""The outbox: each mail is written down before it is sent, keeps its Message-ID, and ends in a state that is true."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.delivery.recipients import address
from svodka.delivery.smtp import Ending
from svodka.settings import Person, Settings
from svodka.warehouse.engine import Warehouse, run

# How long a refused attempt waits, by the number of attempts made; the last holds for all that follow.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# After an uncertain end the message may be there: time for a person to look before a second copy goes.
UNCERTAIN_PAUSE = timedelta(minutes=15)


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


Compose = Callable[[Letter], EmailMessage]
Send = Callable[[Settings, EmailMessage, str], Ending]


def enqueue(
    conn: Connection,
    settings: Settings,
    occasion: str,
    recipients: Iterable[Person],
    now: datetime,
    edition_id: int | None = None,
) -> int:
    """Writes one mail a recipient, unless the occasion has it already; returns the number of new ones."""
    new = 0
    for recipient in recipients:
        new += run(
            conn,
            "delivery/outbox_enqueue.sql",
            municipality=settings.municipality.oktmo,
            occasion=occasion,
            recipient=address(recipient),
            role=recipient.role,
            way=recipient.way,
            edition_id=edition_id,
            message_id=message_id(settings, occasion, address(recipient)),
            now=now,
        ).rowcount
    return new


def message_id(settings: Settings, occasion: str, recipient: str) -> str:
    """The Message-ID of the mail: the same for every attempt, and the recipient cannot be read from it."""
    seed = "\x1f".join((settings.municipality.oktmo, occasion, recipient))
    domain = settings.smtp.sender.rpartition("@")[2] or "localhost"
    return f"<svodka.{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}>"


def deliver(
    warehouse: Warehouse,
    settings: Settings,
    occasion: str,
    compose: Compose,
    send: Send,
    now: datetime,
    with_failed: bool = False,
) -> None:
    """Tries each mail of the occasion whose time has come, once. The caller holds the occasion's turn.

    A mail found in `sending` lost its sender: its end is uncertain, it waits and then goes as «повтор».
    `with_failed`: refused for good ones too, because a person asks for it.
    """
    town = settings.municipality.oktmo
    with warehouse.begin() as conn:
        retry_at = now + UNCERTAIN_PAUSE
        run(conn, "delivery/outbox_recover.sql", municipality=town, occasion=occasion, retry_at=retry_at)
        due = run(
            conn, "delivery/outbox_due.sql", municipality=town, occasion=occasion, now=now, with_failed=with_failed
        ).all()
    for row in due:
        letter = Letter(
            delivery_id=row.delivery_id,
            recipient=row.recipient,
            role=row.role,
            message_id=row.message_id,
            attempts=row.attempts + 1,
            is_repeat=row.n_uncertain > 0,
            created_at=row.created_at,
        )
        attempt(warehouse, settings, letter, compose(letter), send, now)


def attempt(
    warehouse: Warehouse, settings: Settings, letter: Letter, message: EmailMessage, send: Send, now: datetime
) -> None:
    """Begin, send, end: three steps that commit apart; a crash between them leaves `sending` behind."""
    with warehouse.begin() as conn:
        run(conn, "delivery/outbox_begin.sql", delivery_id=letter.delivery_id, now=now)
    ending = send(settings, message, letter.recipient)
    retry_at = None
    if ending.outcome == "pending":
        retry_at = now + PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    elif ending.outcome == "uncertain":
        retry_at = now + UNCERTAIN_PAUSE
    with warehouse.begin() as conn:
        run(
            conn,
            "delivery/outbox_end.sql",
            delivery_id=letter.delivery_id,
            state=ending.outcome,
            reply=ending.reply,
            retry_at=retry_at,
            now=now,
        )


def listing(conn: Connection, settings: Settings, occasion: str) -> list[dict[str, Any]]:
    """The mails of an occasion as they stand, times as ISO texts."""
    rows = run(conn, "delivery/outbox_list.sql", municipality=settings.municipality.oktmo, occasion=occasion)
    return [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
        for row in rows.mappings()
    ]
