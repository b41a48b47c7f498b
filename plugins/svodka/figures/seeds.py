"""sql/seeds/*.csv and the production calendar → tables of meta and marts; rewrites only what differs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from svodka.calendar import calendar_rows
from svodka.errors import SvodkaError
from svodka.figures import rule_file
from svodka.figures.overlay import stored
from svodka.figures.rule_file import RuleFile
from svodka.figures.rule_names import check_names
from svodka.warehouse.engine import SQL, copy_rows, identifier, run, use_marts

CALENDAR_YEARS = range(2017, 2041)
DECIDED_TOO = "topic_block"  # people map topics on a page as well (meta.topic_decision)


def load(conn: Connection, folder: Path = SQL / "seeds") -> bool:
    """Brings the seed tables to the content of the files; True when anything changed (the marts are then stale).

    Raises SvodkaError when a file has a wrong row: the file, its line and column, and what is expected there.
    """
    changed = [_replace(conn, "marts.dim_calendar", *calendar_csv())]
    files = []
    for path in sorted(folder.glob("*.csv")):
        with _naming(path.name):
            files.append(rule_file.read(conn, path.stem, decoded(path)))
            changed.append(_replace_by_file(conn, files[-1]))
    use_marts(conn)
    for file in files:  # a norm may name a block of a file that is loaded after it
        with _naming(f"{file.table}.csv"):
            check_names(conn, file)
    if any(changed):
        conn.execute(text("DELETE FROM marts.rules_known"))
    return any(changed)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Puts the name of the file before what is wrong in it."""
    try:
        yield
    except SvodkaError as error:
        raise SvodkaError(f"sql/seeds/{name} не загружен: {error}.") from error


def _replace_by_file(conn: Connection, file: RuleFile) -> bool:
    """Replaces the rows of the table of a file. Raises SvodkaError: the line that the table refuses."""
    try:
        with conn.begin_nested():
            return _replace(conn, stored(file.table), file.columns, file.body(), file.table == DECIDED_TOO)
    except Exception as error:
        rule_file.check_rows(conn, file)
        raise SvodkaError(rule_file.refusal(error)) from error


def decoded(path: Path) -> str:
    """The text of a CSV of rules. Raises SvodkaError when it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SvodkaError("файл не в кодировке UTF-8: сохраните его как «CSV UTF-8»") from error


def calendar_csv() -> tuple[list[str], str]:
    """The columns and the CSV text of marts.dim_calendar."""
    rows = calendar_rows(CALENDAR_YEARS)
    lines = (f"{row.day},{row.is_working},{row.is_short},{row.is_official}" for row in rows)
    return ["day", "is_working", "is_short", "is_official"], "\n".join(lines) + "\n"


def _replace(conn: Connection, table: str, columns: Sequence[str], body: str, is_decided_too: bool = False) -> bool:
    """Replaces the rows of a table by those of the CSV, and by what people have decided, when the two sets differ."""
    names = ", ".join(identifier(column) for column in columns)
    conn.execute(text("DROP TABLE IF EXISTS pg_temp.seed_incoming"))
    conn.execute(text(f"CREATE TEMP TABLE seed_incoming ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"))
    copy_rows(conn, "seed_incoming", columns, io.StringIO(body))
    if is_decided_too:
        run(conn, "figures/topic_decision_lay.sql", {"target": "pg_temp.seed_incoming"})
    # EXCEPT ALL: a row written twice in the file differs from the table and is refused by its key
    differs = conn.execute(
        text(
            f"SELECT EXISTS ((SELECT {names} FROM seed_incoming EXCEPT ALL SELECT {names} FROM {table})"
            f" UNION ALL (SELECT {names} FROM {table} EXCEPT ALL SELECT {names} FROM seed_incoming))"
        )
    ).scalar_one()
    if differs:
        conn.execute(text(f"DELETE FROM {table}"))
        conn.execute(text(f"INSERT INTO {table} ({names}) SELECT {names} FROM seed_incoming"))
    return bool(differs)
