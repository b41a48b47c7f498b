"""The versions of a message: from which file, sheet and row each came, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from svodka.figures.explain.model import Change, Version
from svodka.figures.explain.words import in_words, words
from svodka.settings import Settings
from svodka.warehouse.engine import run


def read_states(conn: Connection, message_key: UUID, as_of: datetime) -> list[Mapping[str, Any]]:
    """The runs of equal states in the order of the files landed by as_of, each with the state it told."""
    rows = run(conn, "figures/explain_versions.sql", message_key=message_key, as_of=as_of).mappings()
    return [dict(row) for row in rows]


def versions_of(states: list[Mapping[str, Any]], settings: Settings) -> list[Version]:
    """Each version with its changes against what was known before it; a first version changes nothing."""
    known: dict[str, Any] = {}
    found: list[Version] = []
    for state in states:
        changes = list(_changes(known, state, settings)) if found else []
        found.append(
            Version(
                number=state["version_no"],
                file=state["file"],
                sheet=state["sheet"],
                row=state["row_no"],
                exported_at=state["exported_at"].astimezone(settings.zone),
                landed_at=state["landed_at"].astimezone(settings.zone),
                seen_until=state["seen_until"].astimezone(settings.zone),
                n_files=state["n_files"],
                changes=changes,
            )
        )
        known |= {field: state[field] for field in words().fields if _is_told(state, field)}
    return found


def first_file(states: list[Mapping[str, Any]], field: str, value: Any) -> str | None:
    """The file that first told this value of a field."""
    return next((state["file"] for state in states if field in state and state[field] == value), None)


def _changes(known: Mapping[str, Any], state: Mapping[str, Any], settings: Settings) -> Iterator[Change]:
    for field, title in words().fields.items():
        old, new = known.get(field), state[field]
        if field == "source_status" and new == state["status"]:
            continue  # ССТУ speaks in our own codes
        if _is_told(state, field) and old != new:
            yield Change(field, title, _shown(field, old, settings), _shown(field, new, settings))


def _is_told(state: Mapping[str, Any], field: str) -> bool:
    """A file without the column says nothing about the field."""
    return field not in (state["absent_fields"] or ())


def _shown(field: str, value: Any, settings: Settings) -> str | None:
    return None if value is None else in_words(field, value, settings.zone)
