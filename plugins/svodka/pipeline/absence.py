"""Use-cases of messages that have vanished from the exports: the list, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def missing_messages(
    shown: str = "open", channel: str | None = None, after: tuple[datetime, UUID] | None = None
) -> dict[str, Any]:
    """One page of what is missing: messages, next (the place to go on after, or None), counts by channel, and
    channels (name → title). shown: open, withdrawn, kept."""
    from svodka.figures.absence import listing
    from svodka.intake.contracts import channel_names, load_contract

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        messages, following = listing.missing_messages(connection, settings, shown, channel, after)
        return {
            "messages": messages,
            "next": following,
            "counts": listing.counts(connection, settings),
            "channels": {name: load_contract(name).title for name in channel_names()},
        }


def decide_missing(message_keys: Sequence[UUID], action: str, reason: str, decided_by: str, now: datetime) -> int:
    """Settles the vanishing of messages: `withdraw` takes them out of the valid set, `keep` leaves them in the
    figures and takes them off the list; how many were decided. Raises UsageError, SvodkaError."""
    from svodka.figures.absence.decision import decide

    settings = load_settings()
    with open_warehouse(settings).begin() as connection:
        return decide(connection, settings, message_keys, action, reason, decided_by, now)
