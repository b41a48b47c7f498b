"""All indicators with all slices of one quarter over a long history, against what the same run measures beside it.

The references: one bare sequential scan of the rows concerned, the same indicators one query each, DuckDB over
Parquet. Nothing here is a test: the ratios are printed, the counts of the engines must be equal.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, text

from bench.cost import Cost, backend_cost, peak_own_memory, temporary_bytes
from bench.duck import export_parquet, run_duckdb
from bench.history import fill_core, multiply_facts
from bench.home import throwaway_home
from svodka import pipeline
from svodka.figures import document, marts
from svodka.figures.facts import fact_source
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.scan import HASHED
from svodka.figures.scan_compiler import compile_scan
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, use_marts

AS_OF = datetime(2026, 10, 20, 7, tzinfo=UTC)
MILLION = 1_000_000
NOBODY = UUID(int=0)
# The rows that the quarter's cohorts look at, laid side by side: no plan can do with less than reading them once
CONCERNED = "CREATE TEMPORARY TABLE concerned AS SELECT fct_message.* FROM fct_message INNER JOIN"
BARE = "SELECT count(*), sum(final_answer_days), sum(length(status)) FROM"
OURS = "all indicators, all slices"
ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"  # a worker's CPU would be missing in the backend's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=MILLION, help="messages; beyond a million: as copies")
    parser.add_argument("--quarter", default="2026Q3", help="one of 2018Q1–2026Q3")
    parser.add_argument("--times", type=int, default=5, help="runs of which the mean is taken")
    parser.add_argument("--duckdb", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    with throwaway_home() as (folder, settings):
        warehouse = pipeline.open_warehouse(settings)
        _show(_make_history(warehouse, settings, options.rows), "making of the marts", None)
        _measure(warehouse, settings, options, folder)


def _make_history(warehouse: Warehouse, settings: Settings, rows: int) -> dict[str, Cost]:
    """Core, then each step of marts.rebuild by itself, then the copies."""
    costs: dict[str, Cost] = {}
    with warehouse.begin() as connection:
        fill_core(connection, settings.municipality.oktmo, min(rows, MILLION))
    with warehouse.begin() as connection:
        use_marts(connection)
        step = marts.run

        def timed(conn: Connection, file: str, *given: Any, **known: Any) -> Any:
            kept: list[Any] = []
            costs[file] = backend_cost(conn, lambda: kept.append(step(conn, file, *given, **known)))
            return kept[0]

        marts.run = timed  # type: ignore[assignment]
        costs["all of it"] = backend_cost(connection, lambda: marts.rebuild(connection, settings, AS_OF))
        marts.run = step
    if rows > MILLION:
        with warehouse.begin() as connection:
            connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
            costs["copies of the facts"] = backend_cost(connection, lambda: multiply_facts(connection, rows // MILLION))
    with warehouse.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE marts.fct_message, marts.fct_page_week, core.message_question")
    return costs


def _measure(warehouse: Warehouse, settings: Settings, options: argparse.Namespace, folder: Path) -> None:
    quarter = Quarter.parse(options.quarter)
    indicators = in_force(quarter.first_day, AS_OF.date())
    known = document.bounds(quarter, settings) | {"excluded": [NOBODY]}
    together = compile_all(indicators)
    costs: dict[str, Cost] = {}
    with warehouse.begin() as connection:
        _settle(connection)
        written = temporary_bytes(connection)
        statements = [_bound(connection, statement, known) for statement in together]
        answers = [connection.exec_driver_sql(statement).all() for statement in statements]
        costs[OURS] = backend_cost(connection, lambda: _run(connection, statements), options.times)
        memory, written = peak_own_memory(connection), temporary_bytes(connection) - written
    with warehouse.begin() as connection:
        _settle(connection)
        source = _bound(connection, fact_source("message_in_quarter", ""), known)
        connection.exec_driver_sql(f"{CONCERNED} ({source}) AS fact USING (message_key) WHERE is_concerned")
        n_concerned = connection.exec_driver_sql("SELECT count(*) FROM concerned").scalar_one()
        costs["(a) bare scan of the rows concerned"] = _bare(connection, "concerned", options.times)
        costs["    bare scan of the whole history"] = _bare(connection, "fct_message", 1)
        apart = [_bound(connection, statement, known) for one in indicators for statement in compile_all([one])]
        costs[f"(b) {len(apart)} queries, one an indicator"] = backend_cost(connection, lambda: _run(connection, apart))
    if options.duckdb:
        with warehouse.begin() as connection:
            n_bytes = export_parquet(connection, folder)
        theirs, costs["(c) DuckDB over Parquet, one thread"] = run_duckdb(folder, statements, options.times)
        _compare(answers, theirs)
    title = f"{options.quarter} of {options.rows:,} messages, {n_concerned:,} concerned, {len(indicators)} indicators"
    _show(costs, title, costs[OURS])
    Console().print(f"backend beside shared buffers: {memory / 2**20:.0f} MiB at most; temporary files: {written} B")
    if options.duckdb:
        Console().print(f"DuckDB gives equal counts in every slice; Parquet {n_bytes / 2**20:.0f} MiB")


def compile_all(indicators: Sequence[Indicator]) -> list[str]:
    """One statement a fact."""
    by_fact: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        by_fact[one.fact].append(one)
    return [compile_scan(fact, members) for fact, members in by_fact.items()]


def _settle(connection: Connection) -> None:
    use_marts(connection)
    for setting in (ALONE, HASHED):
        connection.exec_driver_sql(setting)


def _bound(connection: Connection, statement: str, known: dict[str, Any]) -> str:
    """The statement with its parameters written into it, as both engines take it."""
    compiled = text(statement).compile(dialect=connection.dialect)
    named = {name: known[name] for name in compiled.params}
    cursor = connection.connection.cursor()
    return str(cursor.mogrify(str(compiled), named).decode()).replace("%", "%%")


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement).all()


def _bare(connection: Connection, table: str, times: int) -> Cost:
    return backend_cost(connection, lambda: _run(connection, [f"{BARE} {table}"]), times)


def _compare(ours: Sequence[Any], theirs: Sequence[Any]) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        if sorted(map(_plain, mine)) != sorted(map(_plain, other)):
            raise SystemExit("DuckDB and PostgreSQL differ")


def _plain(row: Sequence[Any]) -> tuple[str, ...]:
    """A row in one spelling: numbers by their value, whatever the engine's type."""
    return tuple(
        str(Decimal(str(cell)).normalize())
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
        else str(cell)
        for cell in row
    )


def _show(costs: dict[str, Cost], title: str, ours: Cost | None) -> None:
    table = Table("work", "CPU s", "wall s", *(["ours / this"] if ours else []), title=title)
    for name, cost in costs.items():
        ratio = [f"{ours.cpu / cost.cpu:.2f}" if cost.cpu else "–"] if ours else []
        table.add_row(name, f"{cost.cpu:.3f}", f"{cost.wall:.3f}", *ratio)
    Console().print(table)


if __name__ == "__main__":
    main()
