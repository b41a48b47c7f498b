"""Hands an issued edition to its recipients by the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.delivery import outbox
from svodka.delivery.attachments import Packed, packed
from svodka.delivery.letter import greeting, report_body, report_letter
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.parcel import NotToBeSent
from svodka.delivery.recipients import REPORT_ROLES, at_address, recipients
from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.report import edition_store
from svodka.report.catalogue import titles
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.report.face import Face, Official, Officials
from svodka.report.files import read_file
from svodka.report.privacy import check_text, sentence
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse

UNDER_WAY = ("pending", "sending", "uncertain")
# What says that a recipient has the edition, and not only that a server has taken it.
PROOFS = ("delivered", "replied", "confirmed")


def occasion(edition: Edition) -> str:
    """By what an edition's mails are known in the outbox."""
    return f"report/{edition.quarter}/{edition.number}"


def write_outbox(conn: Connection, settings: Settings, edition: Edition, now: datetime, by_word: bool = False) -> None:
    """One mail a recipient of the report, as the table has them at `now`; those written before stay as they are.

    So an address that was wrong and has been corrected gets the edition, and the wrong one is left alone; so is
    whoever has left office before the edition reached him. Once each one has it the list is closed: who comes into
    office later gets this edition only when a person says so (`by_word`).
    """
    written = mails(conn, settings, edition)
    if is_complete(written) and not by_word:
        return
    addressees = recipients(conn, settings, REPORT_ROLES, now)
    outbox.enqueue(conn, settings, occasion(edition), addressees, now, edition_id=edition.edition_id)
    if addressees:  # a table that names nobody withdraws nothing
        outbox.withdraw(conn, settings, occasion(edition), addressees, now)


def mails(conn: Connection, settings: Settings, edition: Edition) -> list[dict[str, Any]]:
    return outbox.listing(conn, settings, occasion(edition))


def has_left(conn: Connection, settings: Settings, edition: Edition) -> bool:
    """Whether any recipient has the edition or may have it; what a person passes on has left when he was asked to."""
    return any(mail["attempts"] or mail["way"] == "hand" for mail in mails(conn, settings, edition))


def is_under_way(conn: Connection, settings: Settings, edition: Edition) -> bool:
    """Whether a mail of the edition still has to go: nothing else, a computation least of all, may stop it.

    What a person passes on by hand is stopped by nothing here.
    """
    waiting = wanted(mails(conn, settings, edition))
    return any(mail["state"] in UNDER_WAY and mail["way"] != "hand" for mail in waiting)


def is_confirmed(conn: Connection, settings: Settings, edition: Edition) -> bool:
    """Whether each recipient is known to have the edition: by a report on delivery, an answer or a person's word."""
    found = wanted(mails(conn, settings, edition))
    return is_complete(found) and all(any(receipt["kind"] in PROOFS for receipt in mail["receipts"]) for mail in found)


def is_complete(mails: Sequence[dict[str, Any]]) -> bool:
    """Whether each recipient has the edition: of those written down, the ones that count (`write_outbox`)."""
    found = wanted(mails)
    return bool(found) and all(mail["state"] == "sent" for mail in found)


def wanted(mails: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those to whoever is a recipient still, or has it already."""
    return [mail for mail in mails if not mail["is_withdrawn"]]


def send_outbox(
    warehouse: Warehouse,
    settings: Settings,
    edition: Edition,
    send: Send,
    now: datetime,
    with_failed: bool,
) -> None:
    """Tries the mails of the edition whose time has come; the letter is made only if there is one."""
    parts: dict[str, Any] = {}

    def compose(letter: Letter) -> EmailMessage:
        if not parts:
            parts.update(letter_parts(warehouse, settings, edition, now))
        return letter_to(warehouse, settings, letter, parts, now)

    def files() -> Mapping[str, bytes]:
        return {file.name: read_file(settings, edition, file) for file in edition.files}

    outbox.deliver(warehouse, settings, occasion(edition), compose, send, now, with_failed, files)


def letter_to(
    warehouse: Warehouse, settings: Settings, letter: Letter, parts: Mapping[str, Any], now: datetime
) -> EmailMessage:
    """The letter of one recipient."""
    face: Face = parts["face"]
    with warehouse.begin() as conn:
        person = at_address(conn, settings, letter.role, letter.recipient, now)
        named = Official.of(person) if person else face.officials.addressee if letter.role == "cur_head" else None
        text = greeting(letter.role, named) + parts["body"]
    # Only where somebody reads what comes back.
    return report_letter(settings, letter, face, text, parts["packed"], wants_receipt=settings.imap.host is not None)


def letter_parts(warehouse: Warehouse, settings: Settings, edition: Edition, now: datetime) -> dict[str, Any]:
    """What every letter of the edition shares: face, body, attachments, all from what was frozen.

    Raises NotToBeSent when the privacy gate finds something in the body.
    """
    with warehouse.begin() as conn:
        document = edition_store.frozen_document(conn, edition)
    quarter = Quarter.parse(edition.quarter)
    face = Face.of(
        settings,
        quarter,
        document,
        number=edition.number,
        kind=edition.kind,
        values_hash=edition.hash,
        officials=Officials.of_json(edition.face),
    )
    names = titles(document, catalogue())
    attached: Packed = packed(settings, edition)
    body = report_body(document, data_states(edition.coverage), names, face, attached)
    with warehouse.begin() as conn:
        if found := check_text(conn, settings, body, now):
            raise NotToBeSent(sentence(found))
    return {"face": face, "body": body, "packed": attached}
