"""meta.load and meta.load_file: what a load took, how far it came, what became of each file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from svodka import __version__
from svodka.errors import SvodkaError
from svodka.intake.contracts import Contract
from svodka.intake.landing import COLUMNS, LandedFile
from svodka.settings import Settings

LISTED = timedelta(days=30)  # how long «Качество данных» lists a load
RESULT = """
SELECT
    file.channel,
    account.name,
    file.sha256,
    account.state,
    account.rows_read,
    account.rows_loaded,
    account.rows_unchanged,
    account.rows_rejected,
    account.rows_foreign,
    account.message
FROM meta.load_file AS account
INNER JOIN landing.file AS file ON account.file_id = file.file_id
WHERE account.load_id = :load_id
ORDER BY file.exported_at, file.landed_at, file.sha256, account.state DESC, account.name
"""


def open_load(
    connection: Connection, settings: Settings, contract: Contract, dag_run_id: str | None, now: datetime
) -> int:
    """Opens a load; returns its load_id."""
    return connection.execute(
        text(
            "INSERT INTO meta.load (municipality, channel, status, contract_checksum, code_version, dag_run_id,"
            " started_at) VALUES (:municipality, :channel, 'extracted', :checksum, :version, :dag_run_id, :now)"
            " RETURNING load_id"
        ),
        {
            "municipality": settings.municipality.oktmo,
            "channel": contract.channel,
            "checksum": contract.checksum,
            "version": __version__,
            "dag_run_id": dag_run_id,
            "now": now,
        },
    ).scalar_one()


def enter(connection: Connection, load_id: int, file: LandedFile, name: str, state: str, message: str | None) -> None:
    """Enters one arrived name of a file into the load."""
    connection.execute(
        text(
            "INSERT INTO meta.load_file (load_id, file_id, name, state, message)"
            " VALUES (:load_id, :file_id, :name, :state, :message) ON CONFLICT DO NOTHING"
        ),
        {"load_id": load_id, "file_id": file.file_id, "name": name, "state": state, "message": message},
    )


def channel_and_status(connection: Connection, load_id: int) -> tuple[str, str]:
    """Raises SvodkaError for a load that nobody opened."""
    row = connection.execute(
        text("SELECT channel, status FROM meta.load WHERE load_id = :load_id"), {"load_id": load_id}
    ).one_or_none()
    if row is None:
        raise SvodkaError(f"Загрузки {load_id} нет.")
    return row.channel, row.status


def waiting_files(connection: Connection, load_id: int) -> list[LandedFile]:
    """The files that the load still has to take, oldest export first."""
    rows = connection.execute(
        text(
            f"SELECT {', '.join('file.' + column for column in COLUMNS.split(', '))} FROM landing.file AS file"
            " INNER JOIN meta.load_file AS account ON file.file_id = account.file_id"
            " WHERE account.load_id = :load_id AND account.state = 'waiting'"
            " ORDER BY file.exported_at, file.landed_at, file.sha256"
        ),
        {"load_id": load_id},
    )
    return [LandedFile(**row._mapping) for row in rows]


def settle(
    connection: Connection, load_id: int, file: LandedFile, state: str, message: str, rows_read: int = 0
) -> None:
    """The file leaves the load as refused or stopped; nothing of it changes core, all its rows are rejected with it."""
    parameters = {
        "load_id": load_id, "file_id": file.file_id, "state": state, "message": message, "rows_read": rows_read,
    }  # fmt: skip
    connection.execute(
        text(
            "UPDATE meta.load_file SET state = :state, message = :message, rows_read = :rows_read,"
            " rows_rejected = :rows_read"
            " WHERE load_id = :load_id AND file_id = :file_id AND state = 'waiting'"
        ),
        parameters,
    )
    # A file that is in core stays there when a repeated reading fails.
    connection.execute(
        text(
            "UPDATE landing.file SET state = :state, message = :message WHERE file_id = :file_id AND state <> 'loaded'"
        ),
        parameters,
    )


def close(connection: Connection, load_id: int, status: str, now: datetime | None = None, **judgement: Any) -> None:
    """Moves the load on: validated, loaded or failed."""
    connection.execute(
        text(
            "UPDATE meta.load SET status = :status, finished_at = :now,"
            " judgement = coalesce(CAST(:judgement AS jsonb), judgement) WHERE load_id = :load_id"
        ),
        {
            "load_id": load_id,
            "status": status,
            "now": now,
            "judgement": json.dumps(judgement["counts"]) if "counts" in judgement else None,
        },
    )


def judgement(connection: Connection, load_id: int) -> dict[str, int]:
    return (
        connection.execute(text("SELECT judgement FROM meta.load WHERE load_id = :load_id"), {"load_id": load_id})
        .scalar_one() or {}
    )  # fmt: skip


def results(connection: Connection, load_ids: Sequence[int]) -> list[dict[str, Any]]:
    """What `svodka ingest` prints: one object an arrived file."""
    return [
        dict(row) for load_id in load_ids for row in connection.execute(text(RESULT), {"load_id": load_id}).mappings()
    ]
