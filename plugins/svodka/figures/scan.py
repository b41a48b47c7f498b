"""All indicators of a fact compiled into one scan with FILTER and GROUPING SETS, and its rows read back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from svodka.figures.indicators import FILTER, Indicator, IndicatorError
from svodka.warehouse.engine import SQL, statements

DIMENSIONS = ("channel", "legal_regime", "block", "executor")
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
    """One scan a fact; totals always, other groups where something is not zero."""
    by_fact: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        by_fact[one.fact].append(one)
    for fact, members in by_fact.items():
        clause = text(compile_scan(fact, members))
        rows = conn.execute(clause, {name: parameters[name] for name in clause._bindparams})
        for row in rows.mappings():
            yield from _sums(row, members)


def compile_scan(fact: str, members: list[Indicator]) -> str:
    """The SQL of all indicators of a fact: their aggregates side by side, each bound to its own population."""
    source = fact_source(fact, members[0].file)
    dimensions, sets = grouping_sets(source)
    columns = [
        f"{within(expression, one.population)} AS {column_name(number, name)}"
        for number, one in enumerate(members)
        for name, expression in one.expressions.items()
    ]
    # A null in a grouped dimension («no executor») is a group of its own here and left out when read
    grouped = [f"GROUPING({name}) = 0 AS by_{name}, {name}" for name in dimensions]
    return (
        f"WITH {fact} AS (\n{source}\n)\n\nSELECT\n    "
        + ",\n    ".join([*grouped, *columns])
        + f"\nFROM {fact}\nGROUP BY GROUPING SETS ({', '.join(sets)})"
    )


def fact_source(fact: str, file: str) -> str:
    """The SELECT of sql/marts/<fact>.sql. Raises IndicatorError when there is no such fact."""
    if not (SQL / "marts" / f"{fact}.sql").is_file() or not fact.endswith("_in_quarter"):
        facts = sorted(path.stem for path in (SQL / "marts").glob("*_in_quarter.sql"))
        raise IndicatorError(file, f"нет факта {fact}; есть: {', '.join(facts)}.")
    return statements(f"marts/{fact}.sql")[0].strip()


def grouping_sets(source: str) -> tuple[list[str], list[str]]:
    """Dimensions and grouping sets by the fact's line `-- slices: a, b, a × b`; the total is always there."""
    found = re.search(r"^-- slices: (.+)$", source, re.MULTILINE)
    groups = [part.strip().split(" × ") for part in found[1].split(",")] if found else []
    dimensions = [name for name in DIMENSIONS if any(name in group for group in groups)]
    return dimensions, ["()", *(f"({', '.join(group)})" for group in groups)]


def within(expression: str, population: str | None) -> str:
    """The aggregate with its population put into each FILTER: FILTER (WHERE a OR b) → … (WHERE (p) AND (a OR b))."""
    if population is None:
        return expression
    parts, rest = [], expression
    while found := FILTER.search(rest):
        start = found.end()
        end = _closing(rest, start)
        parts.append(f"{rest[:start]} ({population}) AND ({rest[start:end].strip()})")
        rest = rest[end:]
    return "".join(parts) + rest


def _closing(expression: str, start: int) -> int:
    """Where the parenthesis opened before `start` is closed; words in quotes do not count."""
    depth, quoted = 1, False
    for position in range(start, len(expression)):
        sign = expression[position]
        if sign == "'":
            quoted = not quoted
        elif not quoted:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if depth == 0:
                return position
    raise ValueError(f"unbalanced parentheses: {expression}")


def column_name(number: int, name: str) -> str:
    return f"i{number}_{name}"


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
