"""Everything from landing: core, pii, marts and staging are made anew; what people decided lives in meta and stays."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures import marts
from svodka.intake import load_register, run
from svodka.intake.contracts import channel_names, load_contract
from svodka.intake.landing import register
from svodka.intake.loading import lock_channel
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts

EMPTIED = (
    "core.message", "core.message_state", "core.message_seen", "core.message_question",
    "core.page_week", "core.page_week_state", "core.page_week_seen",
)  # fmt: skip
EMPTIED_PERSONAL = ("pii.applicant", "pii.text")


def rebuild_all(warehouse: Warehouse, settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """Empties the layers of facts and loads every landed file again, a load a channel.

    Files whose register row is lost are registered again from their sidecars; landed_at and exported_at are kept.
    """
    _register_lost(warehouse, settings)
    with warehouse.begin() as connection:
        for channel in channel_names():  # no load is half done when its tables are emptied
            lock_channel(connection, settings, channel)
        marts.take_turn(connection)
        _empty(connection)
        connection.execute(text("UPDATE landing.file SET state = 'landed', is_filtered = NULL"))
        connection.execute(text("DELETE FROM meta.rejected_row WHERE state <> 'dismissed'"))
        use_marts(connection)
        marts.rebuild(connection, settings, run.newest_landing(connection, settings))
    _give_back_room(warehouse)
    load_ids = []
    for channel in channel_names():
        load_id, has_files = run.extract(warehouse, settings, channel, now)
        if load_id is not None and has_files:
            run.validate(warehouse, settings, load_id)
            run.load(warehouse, settings, load_id, now)
            load_ids.append(load_id)
    with warehouse.begin() as connection:
        return load_register.results(connection, load_ids)


def _empty(connection: Connection) -> None:
    """DELETE and not TRUNCATE: a report that is being computed reads on what stood when it began (after a TRUNCATE an
    older snapshot finds the tables empty), and whoever has read a table and waits for its turn stops nobody."""
    for table in EMPTIED:
        connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(text("SET LOCAL ROLE svodka_pii"))
    for table in EMPTIED_PERSONAL:
        connection.execute(text(f"DELETE FROM {table}"))
    connection.execute(text("RESET ROLE"))


def _give_back_room(warehouse: Warehouse) -> None:
    """The rows deleted would double the tables and slow the loads that bring the same keys again."""
    with warehouse.engine.connect() as link:
        connection = link.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"VACUUM {', '.join(EMPTIED)}, marts.fct_message, marts.fct_page_week"))
        connection.execute(text("SET ROLE svodka_pii"))
        try:
            connection.execute(text(f"VACUUM {', '.join(EMPTIED_PERSONAL)}"))
        finally:  # the connection may be kept for others
            connection.execute(text("RESET ROLE"))


def _register_lost(warehouse: Warehouse, settings: Settings) -> None:
    """Sidecars without a register row: the database was lost, the bytes were not."""
    with warehouse.begin() as connection:
        known = set(connection.execute(text("SELECT stored_url FROM landing.file")).scalars())
        for file in sorted((settings.home / "landing").rglob("*.register.json")):
            entry = json.loads(file.read_text(encoding="utf-8"))
            stored = file.with_name(file.name.removesuffix(".register.json"))
            place = stored.relative_to(settings.home).as_posix()
            if place not in known and stored.is_file():
                contract = load_contract(entry["channel"])
                register(connection, entry | {"stored_url": place}, contract.forms.get(entry["form"]))
