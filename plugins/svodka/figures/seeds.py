"""sql/seeds/*.csv and the production calendar → tables of meta and marts; rewrites only what differs."""

from __future__ import annotations

import io
from pathlib import Path

from sqlalchemy import Connection, text

from svodka.calendar import calendar_rows
from svodka.errors import SvodkaError
from svodka.warehouse.engine import SQL, copy_rows, identifier

CALENDAR_YEARS = range(2017, 2029)


def load(conn: Connection, folder: Path = SQL / "seeds") -> bool:
    """Brings the seed tables to the content of the files; True when anything changed (the marts are then stale).

    Raises SvodkaError when a file has a row that its table refuses: the file and the database's reason.
    """
    changed = [_replace(conn, "marts.dim_calendar", *calendar_csv())]
    for file in sorted(folder.glob("*.csv")):
        header, _, body = file.read_text(encoding="utf-8").partition("\n")
        try:
            with conn.begin_nested():
                changed.append(_replace(conn, f"meta.{file.stem}", header.strip().split(","), body))
        except Exception as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise SvodkaError(f"sql/seeds/{file.name} не загружен: {reason}") from error
    if any(changed):
        conn.execute(text("DELETE FROM marts.rules_known"))
    return any(changed)


def calendar_csv() -> tuple[list[str], str]:
    """The columns and the CSV text of marts.dim_calendar."""
    rows = calendar_rows(CALENDAR_YEARS)
    lines = (f"{row.day},{row.is_working},{row.is_short},{row.is_official}" for row in rows)
    return ["day", "is_working", "is_short", "is_official"], "\n".join(lines) + "\n"


def _replace(conn: Connection, table: str, columns: list[str], body: str) -> bool:
    """Replaces the rows of a table by those of the CSV when the two sets differ."""
    names = ", ".join(identifier(column) for column in columns)
    conn.execute(text("DROP TABLE IF EXISTS pg_temp.seed_incoming"))
    conn.execute(text(f"CREATE TEMP TABLE seed_incoming ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"))
    copy_rows(conn, "seed_incoming", columns, io.StringIO(body))
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
