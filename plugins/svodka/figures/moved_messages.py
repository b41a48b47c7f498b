"""How many rows of the facts come into an indicator's numerator or denominator, or leave it, when rules change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.facts import by_fact, column
from svodka.figures.indicators import Indicator
from svodka.figures.membership import compile_membership, fact_key
from svodka.figures.quarter_figures import change_facts
from svodka.warehouse.engine import run_text

PARTS = ("numerator", "denominator")
LATE = re.compile(r"\bis_\w*late\b|>\s*\w+_due_on\b")


def moved(conn: Connection, definitions: Iterable[Indicator], parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """One object an indicator that any row has moved in: indicator, is_lateness (its numerator counts late ones),
    into_numerator, out_of_numerator, into_denominator, out_of_denominator: rows that give more, or less, than before.

    The facts of the names are those after; the ones before were put aside (`put_facts_aside`) or are the warehouse's.
    """
    of_facts = by_fact(definitions)
    for fact, members in of_facts.items():
        _note(conn, f"{fact}_after", fact, members, parameters)
    change_facts(conn)
    found = []
    for fact, members in of_facts.items():
        _note(conn, f"{fact}_before", fact, members, parameters)
        row = conn.execute(text(_comparison(fact, members))).one()._mapping
        found += [_counts(one, number, row) for number, one in enumerate(members)]
    return [one for one in found if any(one[name] for name in one if name.startswith(("into_", "out_of_")))]


def _note(conn: Connection, table: str, fact: str, members: Sequence[Indicator], parameters: dict[str, Any]) -> None:
    """What each row gives to each indicator, in a temporary table; rows of other quarters give nothing and stay out."""
    gives = " OR ".join(f"{column(number, part)} <> 0" for number in range(len(members)) for part in PARTS)
    statement = (
        f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS\n"
        f"SELECT * FROM (\n{compile_membership(fact, members)}\n) AS given\nWHERE {gives}"
    )
    run_text(conn, statement, parameters)


def _comparison(fact: str, members: Sequence[Indicator]) -> str:
    counts = [
        f"count(*) FILTER (WHERE coalesce({here}, 0) > coalesce({there}, 0)) AS {direction}_{column(number, part)}"
        for number in range(len(members))
        for part in PARTS
        for old, new in [(f"before.{column(number, part)}", f"after.{column(number, part)}")]
        for direction, here, there in [("into", new, old), ("out", old, new)]
    ]
    listed = ",\n    ".join(counts)
    return (
        f"SELECT\n    {listed}\nFROM {fact}_before AS before\n"
        f"FULL JOIN {fact}_after AS after USING ({', '.join(fact_key(fact))})"
    )


def _counts(one: Indicator, number: int, row: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"indicator": one.code, "is_lateness": bool(LATE.search(one.expressions["numerator"]))}
    for part in PARTS:
        said[f"into_{part}"] = row[f"into_{column(number, part)}"]
        said[f"out_of_{part}"] = row[f"out_{column(number, part)}"]
    return said
