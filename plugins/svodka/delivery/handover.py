"""Hands an issued edition to its recipients by the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Connection

from svodka.delivery import outbox
from svodka.delivery.letter import report_body, report_letter
from svodka.delivery.outbox import Letter, Send
from svodka.delivery.recipients import REPORT_ROLES, address, recipients
from svodka.figures.indicators import catalogue
from svodka.period import Quarter
from svodka.report import edition_store
from svodka.report.catalogue import titles
from svodka.report.data_state import data_states
from svodka.report.edition_store import Edition
from svodka.report.face import Face, Officials
from svodka.report.files import read_file
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse

UNDER_WAY = ("pending", "sending", "uncertain")


def occasion(edition: Edition) -> str:
    """By what an edition's mails are known in the outbox."""
    return f"report/{edition.quarter}/{edition.number}"


def write_outbox(conn: Connection, settings: Settings, edition: Edition, now: datetime) -> None:
    """One mail a recipient of the report; those written before stay as they are."""
    addressees = recipients(conn, settings, REPORT_ROLES, now)
    outbox.enqueue(conn, settings, occasion(edition), addressees, now, edition_id=edition.edition_id)


def mails(conn: Connection, settings: Settings, edition: Edition) -> list[dict[str, Any]]:
    return outbox.listing(conn, settings, occasion(edition))


def has_left(conn: Connection, settings: Settings, edition: Edition) -> bool:
    """Whether any recipient has the edition or may have it."""
    return any(mail["attempts"] for mail in mails(conn, settings, edition))


def is_under_way(conn: Connection, settings: Settings, edition: Edition) -> bool:
    """Whether a mail of the edition still has to go: nothing else, a computation least of all, may stop it."""
    return any(mail["state"] in UNDER_WAY for mail in mails(conn, settings, edition))


def is_complete(conn: Connection, settings: Settings, mails: Sequence[dict[str, Any]], now: datetime) -> bool:
    """Whether each of today's recipients has the edition."""
    expected = {address(recipient) for recipient in recipients(conn, settings, REPORT_ROLES, now)}
    return bool(expected) and expected <= {mail["recipient"] for mail in mails if mail["state"] == "sent"}


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
            parts.update(letter_parts(warehouse, settings, edition))
        return report_letter(settings, letter, **parts)

    outbox.deliver(warehouse, settings, occasion(edition), compose, send, now, with_failed)


def letter_parts(warehouse: Warehouse, settings: Settings, edition: Edition) -> dict[str, Any]:
    """What every letter of the edition shares: face, body, attachments, all from what was frozen."""
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
    body = report_body(document, data_states(edition.coverage), names, face, edition.files)
    return {
        "face": face,
        "body": body,
        "attachments": [(file, read_file(settings, edition, file)) for file in edition.files],
    }
