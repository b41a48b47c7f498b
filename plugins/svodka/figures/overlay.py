"""Tables of rules laid over the warehouse's until the transaction ends: temporary ones win in the search path."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sqlalchemy import Connection, text

from svodka.warehouse.engine import SQL, copy_rows, identifier

CALENDAR = "dim_calendar"


def rule_tables() -> list[str]:
    """The tables of meta that files of sql/seeds fill, by name."""
    return sorted(file.stem for file in (SQL / "seeds").glob("*.csv"))


def stored(table: str) -> str:
    """The table of the warehouse behind a name: the calendar lives in marts, rules in meta."""
    return identifier(f"marts.{table}" if table == CALENDAR else f"meta.{table}")


def csv_of(conn: Connection, table: str) -> str:
    """All rows of a table of rules as CSV with a header line, in an order that only their content decides."""
    content = io.StringIO()
    conn.connection.cursor().copy_expert(
        f'COPY (SELECT * FROM {stored(table)} AS rule ORDER BY rule::text COLLATE "C") TO STDOUT (FORMAT csv, HEADER)',
        content,
    )
    return content.getvalue()


def cover(conn: Connection, table: str, is_empty: bool = False) -> None:
    """Makes a temporary copy of a table of rules, which is meant from now on by the name without a schema."""
    cover_as(conn, table, table)
    if not is_empty:
        conn.execute(text(f"INSERT INTO pg_temp.{identifier(table)} SELECT * FROM {stored(table)}"))


def cover_as(conn: Connection, table: str, name: str) -> None:
    """An empty temporary table with the columns, keys and checks of a table of rules."""
    conn.execute(text(f"CREATE TEMPORARY TABLE {identifier(name)} (LIKE {stored(table)} INCLUDING ALL) ON COMMIT DROP"))


def replace_whole(conn: Connection, table: str, content: str) -> None:
    """Covers a table by the rows of a CSV with a header line; columns made since then are null."""
    cover(conn, table, is_empty=True)
    header, _, body = content.partition("\n")
    copy_rows(conn, f"pg_temp.{identifier(table)}", next(csv.reader([header])), io.StringIO(body))


def replace_same(conn: Connection, table: str, columns: Sequence[str], body: str) -> None:
    """Covers a table by its own rows and those of a CSV: a row of the same key is replaced, others are added.

    The key is that of the table without `known_from`: all that was known of the same case gives way.
    """
    cover(conn, table)
    name, names = identifier(table), ", ".join(map(identifier, columns))
    key = f"row({', '.join(_key(conn, table))})::text"
    conn.execute(text(f"CREATE TEMPORARY TABLE rule_incoming (LIKE pg_temp.{name}) ON COMMIT DROP"))
    copy_rows(conn, "rule_incoming", columns, io.StringIO(body))
    conn.execute(text(f"DELETE FROM pg_temp.{name} WHERE {key} IN (SELECT {key} FROM rule_incoming)"))
    conn.execute(text(f"INSERT INTO pg_temp.{name} ({names}) SELECT {names} FROM rule_incoming"))
    conn.execute(text("DROP TABLE rule_incoming"))


def _key(conn: Connection, table: str) -> list[str]:
    """The expressions of the table's unique index, but for the day on which a row became known."""
    parts = conn.execute(
        text(
            "SELECT pg_get_indexdef(indexrelid, part, TRUE) FROM pg_index, generate_series(1, indnkeyatts) AS part"
            " WHERE indrelid = CAST(:table AS regclass) AND indisunique ORDER BY indexrelid, part"
        ),
        {"table": stored(table)},
    ).scalars()
    return [part for part in parts if part != "known_from"]
