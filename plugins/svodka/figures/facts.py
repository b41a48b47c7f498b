"""The facts of sql/marts/*_in_quarter.sql as the compilers see them: their SELECT and what its head declares."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from svodka.figures.indicators import Indicator, IndicatorError
from svodka.warehouse.engine import SQL, statements

DIMENSIONS = ("channel", "legal_regime", "block", "executor")
# The column by which a fact tells the rows that its cohorts look at; a cohort is a column in_… or was_…
CONCERNED = "is_concerned"
COHORT = re.compile(r"(in|was)_[a-z_]+")


def fact_source(fact: str, file: str) -> str:
    """The SELECT of sql/marts/<fact>.sql. Raises IndicatorError when there is no such fact."""
    if not (SQL / "marts" / f"{fact}.sql").is_file() or not fact.endswith("_in_quarter"):
        facts = sorted(path.stem for path in (SQL / "marts").glob("*_in_quarter.sql"))
        raise IndicatorError(file, f"нет факта {fact}; есть: {', '.join(facts)}.")
    return statements(f"marts/{fact}.sql")[0].strip()


def grouping_sets(source: str, within: Collection[str] = DIMENSIONS) -> tuple[list[str], list[str]]:
    """Dimensions and grouping sets by the fact's line `-- slices: a, b, a × b`; the total is always there.

    `within`: slices by other dimensions are left out.
    """
    found = re.search(r"^-- slices: (.+)$", source, re.MULTILINE)
    groups = [part.strip().split(" × ") for part in found[1].split(",")] if found else []
    groups = [group for group in groups if set(group) <= set(within)]
    dimensions = [name for name in DIMENSIONS if any(name in group for group in groups)]
    return dimensions, ["()", *(f"({', '.join(group)})" for group in groups)]


def tells_concerned(source: str) -> bool:
    """Whether the fact has the column `is_concerned`."""
    return re.search(rf"\bAS {CONCERNED}\b", source) is not None


def by_fact(indicators: Iterable[Indicator]) -> dict[str, list[Indicator]]:
    """The definitions that read the same fact, in their order: one statement serves them all."""
    found: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        found[one.fact].append(one)
    return found


def column(number: int, part: str) -> str:
    """The column of a statement in which a part (numerator, denominator …) of its definition `number` stands."""
    return f"i{number}_{part}"
