"""The dated events of a message in their order, in Russian words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svodka.figures.explain.model import Event
from svodka.figures.explain.versions import first_file
from svodka.figures.explain.words import in_words, words
from svodka.settings import Settings

OWN_TERMS = ("due_at", "due_control_at", "due_effective_at", "final_due_at")


def timeline_of(
    message: Mapping[str, Any],
    fact: Mapping[str, Any],
    states: list[Mapping[str, Any]],
    exclusion: Mapping[str, Any] | None,
    settings: Settings,
) -> list[Event]:
    """Events as the sources told them, terms as the marts hold them; of equal moments, in the order of words.yml.

    Added: since when the message is missing from exports, and the head's decision that keeps it out of figures.
    """
    found = []
    for field, what in words().events.items():
        row = fact if field in OWN_TERMS else message
        at = row[field]
        if at is None or _is_repeated(field, message, fact):
            continue
        file = None if field in OWN_TERMS else first_file(states, field, at)
        found.append(Event(at.astimezone(settings.zone), field, what + _detail(field, message, settings), file))
    if message["missing_since"] is not None:
        found.append(Event(message["missing_since"].astimezone(settings.zone), "missing_since", "пропало из выгрузки"))
    if exclusion is not None:
        found.append(Event(exclusion["decided_at"], "exclusion", "исключено из показателей решением"))
    return sorted(found, key=lambda event: event.at)


def _is_repeated(field: str, message: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
    """Does another line of the timeline say it already?"""
    if field == "first_public_answer_at":
        return message[field] in (message["interim_answer_at"], message["first_final_answer_at"])
    if field == "due_control_at":
        return fact[field] in (fact["due_at"], fact["due_effective_at"])
    return field == "due_effective_at" and fact[field] == fact["due_at"]


def _detail(field: str, message: Mapping[str, Any], settings: Settings) -> str:
    if field == "extension_decided_at" and message["extended_due_at"] is not None:
        return f" (до {in_words('extended_due_at', message['extended_due_at'], settings.zone)})"
    if field == "rated_at" and message["rating"] is not None:
        return f": {message['rating']}"
    return ""
