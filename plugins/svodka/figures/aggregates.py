"""An indicator's aggregate expression taken apart: what is counted or summed, and under which conditions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp

DIALECT = "postgres"


@dataclass(frozen=True)
class Aggregate:
    """One `function(argument) FILTER (WHERE condition)` of an expression.

    sign: -1 where the expression subtracts it; argument: None for count(*); is_distinct: each value counts once.
    """

    sign: int
    function: str
    argument: str | None
    is_distinct: bool
    condition: str


@cache
def parse_aggregates(expression: str) -> tuple[Aggregate, ...]:
    """The filtered aggregates of an expression from left to right. Raises sqlglot.ParseError."""
    tree = sqlglot.parse_one(expression, read=DIALECT)
    return tuple(_aggregate(found) for found in tree.find_all(exp.Filter, bfs=False))


@cache
def conjuncts(condition: str) -> tuple[str, ...]:
    """«a AND (b OR c) AND NOT d» → its members, each as SQL in the spelling that sqlglot gives it."""
    return tuple(_members(sqlglot.parse_one(condition, read=DIALECT)))


def _members(tree: exp.Expr) -> list[str]:
    bare = tree.unnest()
    if isinstance(bare, exp.And):
        return [*_members(bare.this), *_members(bare.expression)]
    return [spelled(bare)]


def spelled(tree: exp.Expr) -> str:
    """SQL of a parsed piece, in one spelling whatever its spaces and line breaks were."""
    return tree.sql(dialect=DIALECT)


def _aggregate(found: exp.Filter) -> Aggregate:
    call, condition = found.this, found.expression.this
    argument = call.this
    is_distinct = isinstance(argument, exp.Distinct)
    if is_distinct:
        argument = argument.expressions[0]
    return Aggregate(
        sign=_sign(found),
        function=spelled(call).partition("(")[0].lower(),
        argument=None if isinstance(argument, exp.Star) else spelled(argument),
        is_distinct=is_distinct,
        condition=spelled(condition),
    )


def _sign(node: exp.Expr) -> int:
    """+1, or -1 where an odd number of subtractions stands above."""
    sign = 1
    while node.parent is not None:
        if isinstance(node.parent, exp.Neg) or (isinstance(node.parent, exp.Sub) and node.arg_key == "expression"):
            sign = -sign
        node = node.parent
    return sign
