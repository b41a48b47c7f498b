"""All indicators run, one scan a fact, and the rows of the scans read back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.facts import DIMENSIONS, fact_source, grouping_sets
from svodka.figures.indicators import Indicator
from svodka.figures.scan_compiler import column_name, compile_scan

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


def run_scans(conn: Connection, indicators: Iterable[Indicator], parameters: dict[str, Any]) -> Iterator[Sums]:
    """One scan a fact; totals always, other groups where something is not zero. Sets HASHED for the transaction."""
    conn.execute(text(HASHED))
    by_fact: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        by_fact[one.fact].append(one)
    for fact, members in by_fact.items():
        clause = text(compile_scan(fact, members))
        rows = conn.execute(clause, {name: parameters[name] for name in clause._bindparams})
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
            numerator=Decimal(row[column_name(number, "numerator")] or 0),
            denominator=int(row.get(column_name(number, "denominator")) or 0),
            n_unknown=int(row.get(column_name(number, "n_unknown")) or 0),
            is_clock_from_source=bool(row.get(column_name(number, "is_clock_from_source"))),
        )
        # A change from 3 to 3 is a group too (its denominator is not zero); nothing at all is none, but the total is
        if sums.is_total or not sums.is_empty:
            yield sums
