"""The columns of a kind of thing in core (message, page_week), read from the database: the DDL is their only list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from svodka.intake.contracts import Contract
from svodka.intake.contracts.model import FIRST_FIELDS

KEYS = {"message": ("number_year", "source_number"), "page_week": ("ogrn", "page_id", "week")}
# Made once a name before this, see sql/loading/accept.sql
APPLICANT = "named.applicant_key"


@dataclass(frozen=True)
class StateColumn:
    """One column of core.<entity>_state and the SQL that fills it from a staged row."""

    name: str
    expression: str


def content_columns(connection: Connection, entity: str) -> dict[str, str]:
    """The content columns of core.<entity>_state → their types, in the order of the DDL."""
    rows = connection.execute(
        text(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'core'"
            " AND table_name = :table ORDER BY ordinal_position"
        ),
        {"table": f"{entity}_state"},
    )
    skipped = {f"{entity}_key", "state_hash", "absent_fields"}
    return {name: kind for name, kind in rows.tuples() if name not in skipped}


def state_columns(connection: Connection, contract: Contract) -> list[StateColumn]:
    """What the contract's staging table gives to core.<entity>_state; local time becomes an instant."""
    told = {name for name, field in contract.fields.items() if not field.helper and not field.personal}
    told |= set(contract.derive) | set(contract.constants)
    columns = []
    for name, kind in content_columns(connection, contract.entity).items():
        if name == "applicant_key" and "applicant" in contract.fields:
            columns.append(StateColumn(name, APPLICANT))
        elif name in told:
            is_instant = kind == "timestamp with time zone"
            columns.append(StateColumn(name, f"staged.{name}" + (" AT TIME ZONE :timezone" if is_instant else "")))
    return columns


def fold_rendering(connection: Connection, entity: str, schema: str) -> dict[str, Any]:
    """What sql/loading/fold.sql is rendered with; schema: core, or pg_temp for a past moment."""
    columns = list(content_columns(connection, entity))
    return {
        "entity": entity,
        "key": KEYS[entity],
        "seen": f"{schema}.{entity}_seen",
        "target": f"{schema}.{entity}",
        "columns": columns,
        "first_columns": set(FIRST_FIELDS),
        "always_told": {"registered_at"},
        "told_by": _told_by(columns),
    }


def _told_by(columns: Iterable[str]) -> dict[str, str]:
    """The field whose header decides whether a file told a column: mostly the column's own."""
    others = {"source_status": "status", "applicant_key": "applicant", "is_clock_from_source": "answer_duration"}
    return {column: others.get(column, column) for column in columns}
