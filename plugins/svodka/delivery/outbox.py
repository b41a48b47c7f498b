"""The outbox: each mail is written down before it is sent, keeps its Message-ID, and ends in a state that is true."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.delivery.parcel import Files, Letter, Send, way_of
from svodka.delivery.receipts.settling import settle
from svodka.delivery.recipients import destination
from svodka.delivery.ways import hand
from svodka.delivery.ways.ending import Ending
from svodka.delivery.ways.mail_address import bare
from svodka.settings import Person, Settings
from svodka.warehouse.engine import Warehouse, run

# How long a refused attempt waits, by the number of attempts made; the last holds for all that follow.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# After an uncertain end the message may be there: time for a person to look before a second copy goes, and ever more
# of it, so that a line that always breaks too late does not bury the recipient.
UNCERTAIN_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 240, 1440))
INTERRUPTED = "отправка прервана, исход неизвестен"

Compose = Callable[[Letter], EmailMessage]


def enqueue(
    conn: Connection,
    settings: Settings,
    occasion: str,
    recipients: Iterable[Person],
    now: datetime,
    edition_id: int | None = None,
) -> int:
    """Writes one mail a recipient, unless the occasion has it already; returns the number of new ones.

    An edition goes by each person's way; any other letter by mail, to whoever has an address.
    """
    new = 0
    for person in recipients:
        way, recipient = destination(person, is_edition=edition_id is not None)
        new += run(
            conn,
            "delivery/outbox_enqueue.sql",
            municipality=settings.municipality.oktmo,
            occasion=occasion,
            recipient=recipient,
            role=person.role,
            way=way,
            edition_id=edition_id,
            message_id=message_id(settings, occasion, recipient),
            now=now,
        ).rowcount
    return new


def message_id(settings: Settings, occasion: str, recipient: str) -> str:
    """The Message-ID of the mail: the same for every attempt, and the recipient cannot be read from it."""
    seed = "\x1f".join((settings.municipality.oktmo, occasion, recipient))
    domain = bare(settings.smtp.sender).rpartition("@")[2] or "localhost"
    return f"<svodka.{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}>"


def deliver(
    warehouse: Warehouse,
    settings: Settings,
    occasion: str,
    compose: Compose,
    send: Send,
    now: datetime,
    with_failed: bool = False,
    files: Files | None = None,
) -> None:
    """Tries each mail of the occasion whose time has come, once. The caller holds the occasion's turn.

    A mail found in `sending` lost its sender: its end is uncertain, it waits and then goes as «повтор».
    `with_failed`: a person asks for it, so those refused for good are tried too and no pause after a refusal is kept.
    `files`: what goes to whoever gets files and no mail; without it the text of the letter does.
    """
    for letter in due(warehouse, settings, occasion, now, with_failed):
        if letter.way == "hand":
            with warehouse.begin() as conn:
                hand.wait(conn, letter.delivery_id)
        else:
            attempt(warehouse, letter, way_of(settings, letter, compose, send, files), now)


def due(warehouse: Warehouse, settings: Settings, occasion: str, now: datetime, with_failed: bool) -> list[Letter]:
    """The mails that may be tried now; those whose sender died, and those of which the other side has told, are put
    right first."""
    whose = {"municipality": settings.municipality.oktmo, "occasion": occasion}
    with warehouse.begin() as conn:
        retry_at = now + UNCERTAIN_PAUSES[0]
        run(conn, "delivery/outbox_recover.sql", **whose, retry_at=retry_at, reply=INTERRUPTED)
        settle(conn, settings, now)
        rows = run(conn, "delivery/outbox_due.sql", **whose, now=now, with_failed=with_failed)
        return [
            Letter(
                delivery_id=row.delivery_id,
                recipient=row.recipient,
                role=row.role,
                message_id=row.message_id,
                attempts=row.attempts + 1,
                is_repeat=row.n_uncertain > 0,
                created_at=row.created_at,
                way=row.way,
                occasion=occasion,
                n_uncertain=row.n_uncertain,
            )
            for row in rows
        ]


def attempt(warehouse: Warehouse, letter: Letter, hand_over: Callable[[], Ending], now: datetime) -> None:
    """Begin, send, end: three steps that commit apart; a crash between them leaves `sending` behind."""
    with warehouse.begin() as conn:
        has_begun = run(conn, "delivery/outbox_begin.sql", delivery_id=letter.delivery_id, now=now).rowcount
    if not has_begun:  # it has arrived: the other side has said so a moment ago
        return
    ending = hand_over()
    with warehouse.begin() as conn:
        run(
            conn,
            "delivery/outbox_end.sql",
            delivery_id=letter.delivery_id,
            attempt=letter.attempts,
            state=ending.outcome,
            reply=ending.reply,
            retry_at=retry_at(letter, ending, now),
            now=now,
        )


def retry_at(letter: Letter, ending: Ending, now: datetime) -> datetime | None:
    """When the next attempt may be made, None when none is."""
    if ending.outcome == "pending":
        return now + PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    if ending.outcome == "uncertain":
        return now + UNCERTAIN_PAUSES[min(letter.n_uncertain, len(UNCERTAIN_PAUSES) - 1)]
    return None


def withdraw(conn: Connection, settings: Settings, occasion: str, recipients: Iterable[Person], now: datetime) -> None:
    """Leaves those mails of an edition alone that have not arrived and whose recipient is none any more."""
    names = [destination(person, is_edition=True)[1] for person in recipients]
    town = settings.municipality.oktmo
    run(conn, "delivery/outbox_withdraw.sql", municipality=town, occasion=occasion, recipients=names, now=now)


def listing(conn: Connection, settings: Settings, occasion: str) -> list[dict[str, Any]]:
    """The mails of an occasion as they stand, times as ISO texts."""
    rows = run(conn, "delivery/outbox_list.sql", municipality=settings.municipality.oktmo, occasion=occasion)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in rows.mappings()
    ]
