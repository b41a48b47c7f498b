"""The last word on the catalogue is the database's: every definition planned against the real tables, none run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from svodka.figures.document import bounds
from svodka.figures.facts import by_fact
from svodka.figures.indicators import Indicator, Problem, SeveralProblems
from svodka.figures.scan_compiler import compile_scan
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run_text

SOME_QUARTER = Quarter.parse("2026Q3")  # a plan needs values for the bounds, any will do


def check_against_tables(conn: Connection, settings: Settings, definitions: Iterable[Indicator]) -> None:
    """Plans the scan of each fact; one definition at a time only where that fails.

    The search path of the caller names the tables (`use_marts`). Raises IndicatorError with the database's reason.
    """
    problems: list[Problem] = []
    for members in by_fact(definitions).values():
        if _reason(conn, settings, members):
            for one in members:
                if reason := _reason(conn, settings, [one]):
                    problems.append(Problem(one.file, f"база не принимает выражение: {reason}"))
    if problems:
        raise SeveralProblems(problems)


def _reason(conn: Connection, settings: Settings, members: Sequence[Indicator]) -> str | None:
    """Why the database refuses the scan of these definitions (its first line), or None."""
    statement = "EXPLAIN " + compile_scan(members[0].fact, list(members))
    given = bounds(SOME_QUARTER, settings)
    try:
        with conn.begin_nested():
            run_text(conn, statement, given)
    except DBAPIError as error:
        return str(error.orig).strip().splitlines()[0]
    return None
