"""Numbered DDL of sql/migrations, each file once and in order."""

from __future__ import annotations

import hashlib

from sqlalchemy import text

from svodka.errors import SvodkaError
from svodka.warehouse.engine import Warehouse, sql_files

JOURNAL = """
CREATE TABLE IF NOT EXISTS public.svodka_migration (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""
PII_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'svodka_pii') THEN
        CREATE ROLE svodka_pii NOLOGIN;
        EXECUTE format('GRANT svodka_pii TO %I WITH INHERIT FALSE, SET TRUE', current_user);
    END IF;
END $$
"""


def migrate(warehouse: Warehouse) -> list[str]:
    """Applies what is not applied yet; returns the names.

    Raises SvodkaError when a file that has been applied was edited since: a migration is never edited, a new one is
    written.
    """
    applied = []
    with warehouse.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('svodka.migrations'))"))
        connection.execute(text(PII_ROLE))
        connection.execute(text(JOURNAL))
        rows = connection.execute(text("SELECT name, checksum FROM public.svodka_migration"))
        known: dict[str, str] = {row.name: row.checksum for row in rows}
        for file in sql_files("migrations"):
            source = file.read_text(encoding="utf-8")
            checksum = hashlib.sha256(source.encode()).hexdigest()
            if file.name not in known:
                connection.exec_driver_sql(source.replace("%", "%%"))
                connection.execute(
                    text("INSERT INTO public.svodka_migration (name, checksum) VALUES (:name, :checksum)"),
                    {"name": file.name, "checksum": checksum},
                )
                applied.append(file.name)
            elif known[file.name] != checksum:
                raise SvodkaError(f"sql/migrations/{file.name} was edited after it had been applied: write a new file.")
    return applied
