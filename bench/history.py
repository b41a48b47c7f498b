"""A long invented history: rows of core made by SQL, and copies of the facts that the marts made of them."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, text

from svodka.warehouse.engine import run_text

CORE = Path(__file__).with_name("history.sql")
SEED = "SELECT setseed(0.1844)"
# A copy of a row, some whole weeks later: other keys, the same everything else; what has no end keeps none
SHIFTED = {
    "timestamp with time zone": "{name} + interval '7 days' * :copy",
    "date": "{name} + 7 * :copy",
    "uuid": "md5({name}::text || '/' || :copy)::uuid",
}


def fill_core(connection: Connection, municipality: str, count: int) -> None:
    """Writes `count` messages of 35 quarters with questions and pages into an empty core."""
    known = {"municipality": municipality, "n": count}
    connection.execute(text(SEED))
    for statement in re.split(r";\n", CORE.read_text(encoding="utf-8")):
        if statement.strip():
            run_text(connection, statement, known)


def multiply_facts(connection: Connection, times: int) -> None:
    """Makes `times` as many facts and questions, each copy a week later than the last; indexes are built at the end."""
    for schema, table in (("marts", "fct_message"), ("core", "message_question")):
        indexes = _drop_indexes(connection, schema, table)
        columns = connection.execute(
            text(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = :schema AND table_name = :table ORDER BY ordinal_position"
            ),
            {"schema": schema, "table": table},
        ).tuples()
        shifted = ", ".join(SHIFTED.get(kind, "{name}").format(name=name) for name, kind in columns)
        connection.execute(text(f"CREATE TEMPORARY TABLE original ON COMMIT DROP AS TABLE {schema}.{table}"))
        for copy in range(1, times):
            connection.execute(text(f"INSERT INTO {schema}.{table} SELECT {shifted} FROM original"), {"copy": copy})
        connection.execute(text("DROP TABLE original"))
        for definition in indexes:
            connection.execute(text(definition))


def _drop_indexes(connection: Connection, schema: str, table: str) -> list[str]:
    """Drops the indexes of a table; the statements that make them again."""
    rows = connection.execute(
        text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename = :table"),
        {"schema": schema, "table": table},
    ).all()
    connection.execute(text(f"ALTER TABLE {schema}.{table} DROP CONSTRAINT {table}_pkey"))
    for name, _ in rows:
        connection.execute(text(f"DROP INDEX IF EXISTS {schema}.{name}"))
    return [definition for _, definition in rows]
