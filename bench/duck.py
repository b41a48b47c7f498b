"""The same facts as Parquet and the same statements in DuckDB: another engine's answer, and what it costs."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlalchemy import Connection

from bench.cost import Cost

TYPES = {"timestamp with time zone": "TIMESTAMPTZ", "text": "VARCHAR"}
TABLES = {"fct_message": "marts", "fct_page_week": "marts", "message_question": "core"}


def export_parquet(connection: Connection, folder: Path) -> int:
    """Writes the facts as Parquet files of the folder; their bytes."""
    for table, schema in TABLES.items():
        cursor = connection.connection.cursor()
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            (schema, table),
        )
        columns = {name: TYPES.get(kind, kind.upper()) for name, kind in cursor.fetchall()}
        target = folder / f"{table}.csv"
        with target.open("wb") as stream:
            cursor.copy_expert(f"COPY {schema}.{table} TO STDOUT (FORMAT csv)", stream)
        with duckdb.connect() as duck:
            duck.execute("SET TimeZone = 'UTC'")
            duck.execute(
                f"COPY (FROM read_csv('{target}', header = false, columns = {columns!r}))"
                f" TO '{folder / table}.parquet' (FORMAT parquet)"
            )
        target.unlink()
    return sum(file.stat().st_size for file in folder.glob("*.parquet"))


def run_duckdb(folder: Path, statements: list[str], times: int) -> tuple[list[list[Any]], Cost]:
    """The rows of each statement (PostgreSQL's SQL, transpiled), and one run's cost on one thread."""
    translated = [sqlglot.transpile(statement, read="postgres", write="duckdb")[0] for statement in statements]
    with duckdb.connect(config={"threads": 1}) as duck:
        duck.execute("SET TimeZone = 'UTC'")
        for table in TABLES:
            duck.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
        rows = [duck.execute(statement).fetchall() for statement in translated]
        used, began = os.times(), time.monotonic()
        for _ in range(times):
            for statement in translated:
                duck.execute(statement).fetchall()
        ended = os.times()
    cpu = ended.user + ended.system - used.user - used.system
    return rows, Cost(cpu / times, (time.monotonic() - began) / times)
