"""The names of citizens, from the only place that keeps them, for as long as a scan lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from svodka.warehouse.engine import statements

BATCH = 20_000


@contextmanager
def applicant_names(conn: Connection) -> Iterator[Iterable[str]]:
    """All names, a batch at a time, in the caller's transaction.

    The role of personal data is taken on for the one statement that opens the cursor; what runs while names are read
    runs as the caller.
    """
    cursor: Any = conn.connection.cursor(name="applicant_names")
    with closing(cursor):
        cursor.itersize = BATCH
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        try:
            cursor.execute(statements("report/applicant_names.sql")[0])
        finally:
            give_back(conn)
        yield (row[0] for row in cursor)


def give_back(conn: Connection) -> None:
    """The caller's own role again; a transaction that has failed has lost the other one already."""
    with suppress(DBAPIError):
        conn.execute(text("RESET ROLE"))
