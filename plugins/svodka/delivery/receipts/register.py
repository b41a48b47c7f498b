"""The signs about our mails as they are kept in meta.receipt: each once, beside the mail that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row

from svodka.delivery.receipts.sign import Sign
from svodka.delivery.ways.mail_address import bare
from svodka.responsible.register import known_persons
from svodka.settings import Settings
from svodka.warehouse.engine import run

ANSWERED_BY_RECIPIENT = "ответил получатель"
ANSWERED_BY_COLLEAGUE = "ответили с другого адреса той же организации"
ANSWERED_BY_OTHER = "ответили с другого адреса"


def known_signs(conn: Connection, settings: Settings) -> frozenset[str]:
    """The signs of the mailbox that have been kept: their mails need not be read again."""
    return frozenset(run(conn, "delivery/receipt_known.sql", municipality=settings.municipality.oktmo).scalars())


def keep(conn: Connection, settings: Settings, sign: Sign, now: datetime) -> int:
    """Keeps a sign beside the mail it is about; returns how many are new: 0 for one that is about none of ours."""
    for mail in about(conn, settings, sign):
        detail = sign.detail
        if sign.kind == "replied":
            detail = answered_by(sign, mail, ours(conn, settings, mail.role, now))
            if detail is None:
                continue
        return run(
            conn,
            "delivery/receipt_insert.sql",
            delivery_id=mail.delivery_id,
            kind=sign.kind,
            source="imap",
            sign=sign.sign,
            attempt=sign.attempt,
            received_at=sign.received_at,
            noted_at=now,
            noted_by=None,
            detail=detail,
        ).rowcount
    return 0


def about(conn: Connection, settings: Settings, sign: Sign) -> Sequence[Row[tuple[int, str, str, str]]]:
    """The mails that the sign names, the one named first first: a thread may name several of ours."""
    rows = run(
        conn,
        "delivery/receipt_match.sql",
        municipality=settings.municipality.oktmo,
        message_ids=list(sign.message_ids),
    ).all()
    return sorted(rows, key=lambda row: sign.message_ids.index(row.message_id))


def answered_by(sign: Sign, mail: Row[tuple[int, str, str, str]], ours: frozenset[str]) -> str | None:
    """Who has answered, without a name; None for one of our own side, who confirms nothing by writing about it."""
    if sign.author == mail.recipient:
        return ANSWERED_BY_RECIPIENT
    if not sign.author or sign.author in ours:
        return None
    is_colleague = sign.author.partition("@")[2] == mail.recipient.partition("@")[2]
    return ANSWERED_BY_COLLEAGUE if is_colleague else ANSWERED_BY_OTHER


def ours(conn: Connection, settings: Settings, role: str, now: datetime) -> frozenset[str]:
    """The addresses of our side: our own, and those of everybody who is in another role than the recipient."""
    others = {person.email.strip().lower() for person in known_persons(conn, settings, now) if person.role != role}
    return frozenset({bare(settings.smtp.sender).lower(), *others})
