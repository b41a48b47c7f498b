"""100 000 messages from csv and from xlsx to core, against a bare COPY and hash-joined upsert of a clean CSV."""

from __future__ import annotations

import argparse
import io
import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench import messages
from bench.cpu import Cost, measure, peak_memory
from svodka import pipeline
from svodka.intake import run
from svodka.settings import load_settings
from svodka.warehouse import embedded
from svodka.warehouse.engine import Warehouse, copy_rows

CLEAN = (
    "source_number text, kind text, received_at timestamptz, registered_at timestamptz, assigned_at timestamptz,"
    " due_at timestamptz, answered_at timestamptz, closed_at timestamptz, topic_l1 text, topic_l2 text, topic_l3 text,"
    " status text, outcome text, executor text, municipality text, is_repeat text, is_fast_track text, rating smallint,"
    " rated_at timestamptz, applicant text, body text"
)


def reference(warehouse: Warehouse, rows: io.StringIO) -> None:
    """What nobody can save: the rows into the database, joined to what is known, the differing ones written."""
    columns = [part.split()[0] for part in CLEAN.split(", ")]
    with warehouse.begin() as connection:
        connection.execute(text(f"CREATE TEMPORARY TABLE clean ({CLEAN}) ON COMMIT DROP"))
        copy_rows(connection, "clean", columns, rows)
        connection.execute(text("ANALYZE clean (source_number)"))
        connection.execute(
            text(
                "INSERT INTO reference SELECT clean.* FROM clean LEFT JOIN reference USING (source_number)"
                " WHERE reference IS DISTINCT FROM clean ON CONFLICT (source_number) DO UPDATE SET"
                f" {', '.join(f'{name} = excluded.{name}' for name in columns[1:])}"
            )
        )


def load(warehouse: Warehouse) -> None:
    settings = load_settings()
    load_id, _ = run.extract(warehouse, settings, "pos", datetime.now(UTC))
    if load_id is None:
        raise SystemExit("nothing arrived")
    run.validate(warehouse, settings, load_id)
    [file] = run.load(warehouse, settings, load_id, datetime.now(UTC))
    parts = (file["rows_loaded"], file["rows_unchanged"], file["rows_rejected"], file["rows_foreign"])
    if file["state"] != "loaded" or file["rows_read"] != sum(parts):
        raise SystemExit(f"not accounted for: {file}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        costs = _measure_all(Path(folder), options.rows)
    _show(costs, options.rows, options.json)


def _measure_all(folder: Path, count: int) -> dict[str, Cost]:
    import great_expectations  # noqa: F401  the scheduler has it in memory before any task

    return _in_fresh_home(folder / "csv", count, _measure_csv) | _in_fresh_home(folder / "xlsx", count, _measure_xlsx)


def _in_fresh_home(home: Path, count: int, work: Callable[[Path, Warehouse, int], dict[str, Cost]]) -> dict[str, Cost]:
    os.environ["SVODKA_HOME"] = str(home)
    try:
        pipeline.init()
        return work(home, pipeline.open_warehouse(load_settings()), count)
    finally:
        embedded.stop(home)


def _measure_csv(home: Path, warehouse: Warehouse, count: int) -> dict[str, Cost]:
    inbox, clean = home / "inbox" / "pos", messages.clean_csv(count)
    with warehouse.begin() as connection:
        connection.execute(text(f"CREATE TABLE reference ({CLEAN}, PRIMARY KEY (source_number))"))
    costs = {"reference": measure(home, lambda: reference(warehouse, clean))}
    messages.write_csv(inbox / "pos_2026-07-28.csv", count)
    costs["csv, first load"] = measure(home, lambda: load(warehouse))
    messages.write_csv(inbox / "pos_2026-07-29.csv", count, "\n")
    costs["csv, same rows in new bytes"] = measure(home, lambda: load(warehouse))
    return costs


def _measure_xlsx(home: Path, warehouse: Warehouse, count: int) -> dict[str, Cost]:
    messages.write_xlsx(home / "inbox" / "pos" / "pos_2026-07-28.xlsx", count)
    return {"xlsx, first load": measure(home, lambda: load(warehouse))}


def _show(costs: dict[str, Cost], count: int, as_json: bool) -> None:
    base = costs["reference"].cpu
    first = costs["csv, first load"].cpu
    if as_json:
        print(json.dumps({name: {"cpu": cost.cpu, "ratio": cost.cpu / base} for name, cost in costs.items()}))
        return
    table = Table("work", "client CPU s", "server CPU s", "wall s", "× reference", title=f"{count} messages to core")
    for name, cost in costs.items():
        table.add_row(name, *(f"{value:.2f}" for value in (cost.client, cost.server, cost.wall, cost.cpu / base)))
    console = Console()
    console.print(table)
    again = costs["csv, same rows in new bytes"].cpu
    console.print(
        f"goal: csv ≤ 2.50 × reference: {first / base:.2f}; same rows ≤ 40 % of the first load: {again / first:.0%}"
    )
    console.print(f"peak memory of this process: {peak_memory(os.getpid()) / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
