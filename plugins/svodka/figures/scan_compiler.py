"""All indicators of a fact compiled into one statement: one scan to the finest groups, then sums of sums.

The fact's rows are read once and added up by all dimensions together; the slices are rolled up from these few groups.
Aggregates that indicators share are computed once, and a population over dimensions alone is asked of groups, not of
rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from svodka.figures.facts import CONCERNED, DIMENSIONS, column, fact_source, grouping_sets, tells_concerned
from svodka.figures.indicators import Indicator
from svodka.figures.partial_sums import PartialSums


def compile_scan(fact: str, members: Sequence[Indicator], within: Collection[str] = DIMENSIONS) -> str:
    """The SQL of all indicators of a fact: a row a slice, a column `column` an expression; reads the fact once.

    `within`: only slices by these dimensions, and the total. Raises IndicatorError for a fact that is not there or an
    aggregate that cannot be rolled up.
    """
    return _compiled(fact, fact_source(fact, members[0].file), tuple(members), frozenset(within))


@lru_cache(64)
def _compiled(fact: str, source: str, members: tuple[Indicator, ...], within: frozenset[str]) -> str:
    """Kept: the quarters of a series ask for the same statement, and taking the expressions apart costs most of it."""
    dimensions, sets = grouping_sets(source, within)
    sums = PartialSums(dimensions)
    columns = [
        f"{sums.rolled_up(one, expression)} AS {column(number, name)}"
        for number, one in enumerate(members)
        for name, expression in one.expressions.items()
    ]
    # A null in a grouped dimension («no executor») is a group of its own here and left out when read
    grouped = [f"GROUPING({name}) = 0 AS by_{name}, {name}" for name in dimensions]
    concerned = f"\nWHERE {CONCERNED}" if tells_concerned(source) and sums.ask_for_cohorts() else ""
    groups = ", ".join(dimensions) or "()"
    finest = f"SELECT\n    {_list([*dimensions, *sums.of_rows()])}\nFROM {fact}{concerned}\nGROUP BY {groups}"
    return (
        f"WITH {fact} AS (\n{source}\n),\n\nfinest AS (\n{finest}\n),\n\nstacked AS (\n{sums.stacked('finest')}\n)\n\n"
        f"SELECT\n    {_list([*grouped, *columns])}\nFROM stacked\nGROUP BY GROUPING SETS ({', '.join(sets)})"
    )


def _list(columns: Sequence[str]) -> str:
    return ",\n    ".join(columns)
