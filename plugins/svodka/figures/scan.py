"""All indicators run, one scan a fact, and the rows of the scans read back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.facts import DIMENSIONS, by_fact, column, fact_source, grouping_sets
from svodka.figures.indicators import Indicator
from svodka.figures.scan_compiler import compile_scan
from svodka.warehouse.engine import run_text

__all__ = ["DIMENSIONS", "HASHED", "Slice", "Sums", "compile_scan", "fact_source", "grouping_sets", "run_scans"]

# The planner takes the finest groups for many and their lists of values for long, and would rather sort the rows: with
# leave for 8 × work_mem it hashes them. What they really take is some tens of MiB (docs/decisions/0013).
HASHED = "SET LOCAL hash_mem_multiplier = 8"

Slice = tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True)
class Sums:
    """What one indicator came to in one slice; the numerator is exact and not yet divided."""

    indicator: Indicator
    slice: Slice
    numerator: Decimal
    denominator: int
    n_unknown: int
    is_clock_from_source: bool

    @property
    def is_total(self) -> bool:
        return self.slice == (None, None, None, None)

    @property
    def is_empty(self) -> bool:
        return not (self.numerator or self.denominator or self.n_unknown)


def run_scans(
    conn: Connection,
    indicators: Iterable[Indicator],
    parameters: dict[str, Any],
    within: Collection[str] = DIMENSIONS,
) -> Iterator[Sums]:
    """One scan a fact; totals always, other groups where something is not zero. Sets HASHED for the transaction.

    `within`: only slices by these dimensions, and the total.
    """
    conn.execute(text(HASHED))
    for fact, members in by_fact(indicators).items():
        statement = compile_scan(fact, members, within)
        rows = run_text(conn, statement, parameters)
        for row in rows.mappings():
            yield from _sums(row, members)


def _sums(row: Any, members: list[Indicator]) -> Iterator[Sums]:
    channel, regime, block, executor = (row[name] if row.get(f"by_{name}") else None for name in DIMENSIONS)
    if any(row.get(f"by_{name}") and row[name] is None for name in DIMENSIONS):
        return
    for number, one in enumerate(members):
        sums = Sums(
            indicator=one,
            slice=(channel, regime, block, executor),
            numerator=Decimal(row[column(number, "numerator")] or 0),
            denominator=int(row.get(column(number, "denominator")) or 0),
            n_unknown=int(row.get(column(number, "n_unknown")) or 0),
            is_clock_from_source=bool(row.get(column(number, "is_clock_from_source"))),
        )
        # A change from 3 to 3 is a group too (its denominator is not zero); nothing at all is none, but the total is
        if sums.is_total or not sums.is_empty:
            yield sums
