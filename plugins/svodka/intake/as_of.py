"""Core as it was known at a past moment: temporary tables folded from the files landed by then."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from svodka.intake.contracts import channel_names, load_contract
from svodka.intake.entity import KEYS, fold_rendering
from svodka.intake.loading import forms_withdrawing, mark_missing
from svodka.settings import Settings
from svodka.warehouse.engine import run


def fold_as_of(connection: Connection, settings: Settings, as_of: datetime, files: str = "landing.file") -> None:
    """Makes temporary `message` and `page_week`, which win over core's in the search path until the commit.

    Content is a function of the files with landed_at ≤ as_of; contradictions (R12) are judged anew among these.
    files: the register, or a table like it as it stood then (sql/landing/file_then.sql).
    """
    for entity in ("message", "page_week"):
        key = f"{entity}_key"
        connection.execute(text(f"CREATE TEMPORARY TABLE {entity} (LIKE core.{entity}) ON COMMIT DROP"))
        run(connection, "loading/seen_as_of.sql", {"entity": entity, "files": files}, as_of=as_of)
        connection.execute(
            text(f"CREATE TEMPORARY TABLE touched ON COMMIT DROP AS SELECT DISTINCT {key} FROM {entity}_seen")
        )
        if entity == "message":
            seen = {"seen": "pg_temp.message_seen", "files": files}
            run(connection, "loading/contradictions.sql", seen, timezone=settings.timezone)
        run(connection, "loading/known_identity.sql", {"entity": entity, "key": KEYS[entity], "create": True})
        run(connection, "loading/fold.sql", fold_rendering(connection, entity, "pg_temp") | {"files": files})
        if entity == "message":
            _settle_absence(connection, settings, as_of, files)
        connection.execute(text("DROP TABLE touched, identity"))


def _settle_absence(connection: Connection, settings: Settings, as_of: datetime, files: str) -> None:
    """Verdicts on what was missing then; only sources where somebody, or a contract, could have said something."""
    withdrawing = [name for name in channel_names() if forms_withdrawing(load_contract(name))]
    sources = run(
        connection,
        "loading/sources_with_verdicts.sql",
        {"files": files},
        municipality=settings.municipality.oktmo,
        channels=withdrawing,
        as_of=as_of,
    )
    for source in sources.all():
        mark_missing(connection, settings, load_contract(source.channel), source.registrar, as_of, files)
