"""Transactions on the warehouse and the running of files of sql/ with bound parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection, CursorResult, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from svodka.settings import PROJECT

SQL = PROJECT / "sql"
# Dates of the exports are day first; the session must read 05.03. as March whatever the server's default is.
SESSION = (
    "-c datestyle=ISO,DMY -c timezone=UTC -c client_encoding=UTF8 -c lock_timeout=600000 -c jit=off -c work_mem=64MB"
)


class Warehouse:
    """A warehouse behind a SQLAlchemy URL (postgresql+psycopg2://…); `keeps_connections`: some stay open for the next
    transaction, tried before they are used."""

    def __init__(self, url: str, keeps_connections: bool = False) -> None:
        self.url = url
        pool: dict[str, Any] = {"pool_pre_ping": True} if keeps_connections else {"poolclass": NullPool}
        self.engine: Engine = create_engine(url, connect_args={"options": SESSION}, **pool)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed at the end of the block, rolled back on any error."""
        with self.engine.begin() as connection:
            yield connection


@cache
def templates() -> Environment:
    """The files of sql/ as Jinja templates: identifiers and conditions are rendered, values are always bound."""
    return Environment(
        loader=FileSystemLoader(SQL), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True
    )


def identifier(name: str) -> str:
    """A name safe to stand in SQL as it is: lower-case words, one dot at most. Raises ValueError for all else."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?", name):
        raise ValueError(f"not an SQL identifier: {name!r}")
    return name


def statements(file: str, render: Mapping[str, Any] | None = None) -> list[str]:
    """The statements of a file of sql/, split at a semicolon that ends a line."""
    source = templates().get_template(file).render(**(render or {}))
    parts = re.split(r";[ \t]*(?:\n|\Z)", source)
    return [part for part in parts if re.sub(r"--[^\n]*", "", part).strip()]


def run(
    connection: Connection, file: str, render: Mapping[str, Any] | None = None, /, **parameters: Any
) -> CursorResult[Any]:
    """Runs every statement of sql/<file> with the bound parameters it names; the result of the last one."""
    result: CursorResult[Any] | None = None
    for statement in statements(file, render):
        result = run_text(connection, statement, parameters)
    if result is None:
        raise ValueError(f"sql/{file} holds no statement")
    return result


def run_text(connection: Connection, statement: str, parameters: Mapping[str, Any]) -> CursorResult[Any]:
    """Runs one statement with those of the parameters that it names."""
    clause = text(statement)
    return connection.execute(clause, {name: parameters[name] for name in clause._bindparams})


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: IO[str] | IO[bytes]) -> None:
    """COPY of CSV text (NULL = nothing between the commas) into the columns of a table."""
    names = ", ".join(identifier(column) for column in columns)
    cursor = connection.connection.cursor()
    cursor.copy_expert(f"COPY {identifier(table)} ({names}) FROM STDIN (FORMAT csv)", rows)


def use_marts(connection: Connection) -> None:
    """Lets the statements of sql/marts mean the warehouse's own tables (temporary ones of a past moment win)."""
    connection.execute(text("SET LOCAL search_path = marts, core, meta"))


def scalar(connection: Connection, statement: str, **parameters: Any) -> Any:
    """The single value of a one-line query."""
    return connection.execute(text(statement), parameters).scalar()


def sql_files(folder: str) -> list[Path]:
    """The .sql files of a folder of sql/, by name."""
    return sorted((SQL / folder).glob("*.sql"))
