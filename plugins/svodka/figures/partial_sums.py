"""Aggregates in two steps: partial ones over the rows of the finest groups, and their sums over groups of groups.

Different things (cases) cannot be summed. A group hands on the values it has met; a value met by more than one row is
taken off the sum row by row and counted once a slice: only these few need the sort of a DISTINCT.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlglot
from sqlglot import exp

from svodka.figures.aggregates import DIALECT, Aggregate, conjuncts, parse_aggregates
from svodka.figures.facts import COHORT
from svodka.figures.indicators import Indicator, IndicatorError


class PartialSums:
    """The distinct aggregates that the expressions of a fact's indicators need; each gets one column p<number>."""

    def __init__(self, dimensions: Sequence[str]) -> None:
        self.dimensions = dimensions
        self._columns: dict[tuple[str, str | None, str], str] = {}

    def rolled_up(self, one: Indicator, expression: str) -> str:
        """The expression over columns of partial sums instead of rows. Raises IndicatorError."""
        tree = exp.Paren(this=sqlglot.parse_one(expression, read=DIALECT))
        nodes = list(tree.find_all(exp.Filter, bfs=False))
        for node, aggregate in zip(nodes, parse_aggregates(expression), strict=True):
            node.replace(sqlglot.parse_one(self._rolled_up(one, aggregate), read=DIALECT))
        return tree.this.sql(dialect=DIALECT)

    def ask_for_cohorts(self) -> bool:
        """Whether a row outside of every cohort adds nothing to any of them."""
        return all(_asks_for_a_cohort(condition) for _, _, condition in self._columns)

    def of_rows(self) -> list[str]:
        """The partial aggregates over the fact's rows."""
        return [f"{_of_rows(*key)} AS {column}" for key, column in self._columns.items()]

    def stacked(self, groups: str) -> str:
        """The groups with their sums; below them each value that several rows have met, −1 on the sum of values."""
        different = self._different
        if not different:
            return f"SELECT * FROM {groups}"
        parts = [self._layer(None, groups), *(self._layer(column, groups) for column in different)]
        return "\nUNION ALL\n".join(parts)

    @property
    def _different(self) -> list[str]:
        return [column for (function, _, _), column in self._columns.items() if function == "count distinct"]

    def _rolled_up(self, one: Indicator, aggregate: Aggregate) -> str:
        condition, asked = aggregate.condition, ""
        if one.population is not None and _names(one.population) <= set(self.dimensions):
            asked = f" FILTER (WHERE {one.population})"
        elif one.population is not None:
            condition = f"({one.population}) AND ({condition})"
        function = aggregate.function
        if aggregate.is_distinct and function in ("count", "sum"):
            function += " distinct"
        if function == "sum distinct":
            raise IndicatorError(one.file, "DISTINCT бывает только в count: сумма разных значений не складывается.")
        key = (function, aggregate.argument, condition)
        column = self._columns.setdefault(key, f"p{len(self._columns)}")
        if function in ("count", "sum"):
            # Nothing added up is nothing, not unknown: `NULL + 4` of two sides would lose the 4
            return f"coalesce(sum({column}){asked}, 0)"
        if function == "count distinct":
            return f"(coalesce(sum({column}){asked}, 0) + count(DISTINCT {column}_value){asked})"
        return f"{function}({column}){asked}"

    def _layer(self, met: str | None, groups: str) -> str:
        """The groups themselves, or the values of one column that more than one row has met."""
        different, columns = self._different, list(self.dimensions)
        for column in self._columns.values():
            if met is None:
                columns.append(f"cardinality({column}) AS {column}" if column in different else column)
            else:
                columns.append("-1" if column == met else "NULL")
        columns += ["met.value" if one == met else f"CASE WHEN FALSE THEN {one}[1] END AS {one}_value"
                    for one in different]  # fmt: skip
        layer = f"SELECT {', '.join(columns)} FROM {groups}"
        if met is None:
            return layer
        values = f"{groups} CROSS JOIN unnest({met}) AS met (value)"
        shared = f"SELECT met.value FROM {values} GROUP BY met.value HAVING count(*) > 1"
        return f"SELECT {', '.join(columns)} FROM {values} WHERE met.value IN ({shared})"


def _of_rows(function: str, argument: str | None, condition: str) -> str:
    if function == "count distinct":
        return f"array_agg({argument}) FILTER (WHERE ({condition}) AND {argument} IS NOT NULL)"
    return f"{function}({argument or '*'}) FILTER (WHERE {condition})"


def _names(condition: str) -> set[str]:
    return {column.name for column in sqlglot.parse_one(condition, read=DIALECT).find_all(exp.Column)}


def _asks_for_a_cohort(condition: str) -> bool:
    """in_reg AND …, or a choice of cohorts: (in_reg OR was_open_before) AND …"""
    for member in conjuncts(condition):
        tree = sqlglot.parse_one(member, read=DIALECT)
        if isinstance(tree, exp.Column) and COHORT.fullmatch(tree.name):
            return True
        if isinstance(tree, exp.Or) and all(
            _asks_for_a_cohort(side.sql(dialect=DIALECT)) for side in (tree.this, tree.expression)
        ):
            return True
    return False
