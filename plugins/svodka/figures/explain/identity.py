"""Who the message is: number, channel, block and by what word, executor, status, whether figures may count it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.figures.explain.words import in_words
from svodka.settings import Settings
from svodka.sources.files import journal_name
from svodka.warehouse.engine import run

# Never read, whatever is made of the rest: it is made of a person's name
PERSONAL = {"applicant_key"}
WORDED = ("channel", "legal_regime", "status", "outcome")


def read_message(conn: Connection, message_key: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The message of core, nothing personal in it, and its fact; tables are those of the caller's search path."""
    key = {"key": message_key}
    message = conn.execute(text("SELECT * FROM message WHERE message_key = :key"), key).mappings().one()
    fact = conn.execute(text("SELECT * FROM fct_message WHERE message_key = :key"), key).mappings().one()
    return {name: value for name, value in message.items() if name not in PERSONAL}, dict(fact)


def identity_of(
    conn: Connection,
    settings: Settings,
    message: Mapping[str, Any],
    fact: Mapping[str, Any],
    exclusion: Mapping[str, Any] | None,
    known_on: date,
) -> dict[str, Any]:
    """Codes as they are, with words beside them for people (`…_in_words`)."""
    words = {f"{name}_in_words": _shown(name, message[name], settings) for name in WORDED}
    missing_since = message["missing_since"]
    return {
        "message_key": message["message_key"],
        "channel": message["channel"],
        "source_number": message["source_number"],
        "number_year": message["number_year"] or None,
        "registrar": journal_name(message["registrar"]),
        "legal_regime": message["legal_regime"],
        "status": message["status"],
        "source_status": message["source_status"] if message["source_status"] != message["status"] else None,
        "outcome": message["outcome"],
        **words,
        "block": fact["block"],
        "block_by": _block_by(conn, settings, message["message_key"], known_on),
        "executor": fact["executor"],
        "is_valid": fact["is_valid"],
        "invalid_because": invalid_because(message),
        "exclusion": exclusion,
        "missing_since": missing_since and missing_since.astimezone(settings.zone),
    }


def exclusion_of(conn: Connection, settings: Settings, message_key: UUID, as_of: Any) -> dict[str, Any] | None:
    """The head's decision that keeps the message out of the figures as of a moment: reason, who, when."""
    for row in run(conn, "figures/excluded.sql", municipality=settings.municipality.oktmo, as_of=as_of).mappings():
        if UUID(str(row["message_key"])) == UUID(str(message_key)):
            decided_at = row["decided_at"].astimezone(settings.zone)
            return {"reason": row["reason"], "decided_by": row["decided_by"], "decided_at": decided_at}
    return None


def invalid_because(message: Mapping[str, Any]) -> list[str]:
    """Which conditions of the valid set fail (domain §10.1.3), in words; empty when all hold."""
    marks = {
        "удалено в источнике": message["is_deleted"],
        "отмечено как спам": message["is_spam"],
        "отмечено как тестовое": message["is_test"],
        f"отмечено как дубликат сообщения {message['duplicate_of']}": message["duplicate_of"] is not None,
        "отклонено на модерации": message["status"] == "REJECTED",
        "отозвано источником: пропало из выгрузки": message["absence_verdict"] == "WITHDRAWN_BY_SOURCE",
    }
    return [why for why, holds in marks.items() if holds]


def _block_by(conn: Connection, settings: Settings, message_key: UUID, known_on: date) -> dict[str, Any] | None:
    """The row of topic_block that gives the block; None: nothing fits, the message is not classified."""
    row = run(
        conn, "figures/explain_block.sql", message_key=message_key, timezone=settings.timezone, known_on=known_on
    ).mappings().one_or_none()  # fmt: skip
    return None if row is None else dict(row)


def _shown(name: str, value: Any, settings: Settings) -> str | None:
    return None if value is None else in_words(name, value, settings.zone)
