"""A fact's SELECT taken apart, and one row's truth of every elementary condition its indicators ask about.

A condition is a tree: AND, OR, NOT, coalesce(…, FALSE), columns that the fact defines, and at the ends elementary
conditions, which the database evaluates on the fact's own FROM. So no formula is written a second time here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import sqlglot
from sqlalchemy import Connection
from sqlglot import exp

from svodka.figures.aggregates import DIALECT, spelled
from svodka.figures.facts import fact_source
from svodka.warehouse.engine import run_text

Truth = bool | None


@dataclass(frozen=True, eq=False)
class Condition:
    """One piece of SQL; is_inner: it stands inside the fact (its names are those of the tables, not of the fact)."""

    tree: exp.Expr
    is_inner: bool = False

    @cached_property
    def key(self) -> str:
        """Its spelling without table names: what the words of sql/marts/words.yml are looked up by."""
        return spelled(_without_tables(self.tree))


@dataclass(frozen=True, eq=False)
class Fact:
    """columns: what each column of the fact stands for; gates: the conditions of its WHERE.

    What a condition consists of and its SQL are worked out once: the trees are the same for every message.
    """

    select: exp.Select
    columns: Mapping[str, exp.Expr]
    gates: tuple[Condition, ...]
    _parts: dict[Condition, tuple[str, list[Condition]]] = field(default_factory=dict)
    _outward: dict[Condition, str] = field(default_factory=dict)

    def parts(self, condition: Condition) -> tuple[str, list[Condition]]:
        """«and», «or», «not», «known» (null is false), «is» (a column's own meaning), or «end»: no further parts."""
        if condition not in self._parts:
            self._parts[condition] = self._taken_apart(condition)
        return self._parts[condition]

    def outward(self, condition: Condition) -> str:
        """The SQL of a condition over the tables of the fact's FROM."""
        if condition not in self._outward:
            self._outward[condition] = self._spelled_outward(condition)
        return self._outward[condition]

    @cached_property
    def reading(self) -> tuple[str, str]:
        """The list of the fact's columns as they are selected, and all that follows it up to the key's own value."""
        values = ", ".join(f"{_named(spelled(tree))} AS {name}" for name, tree in self.columns.items())
        select = self.select.copy()
        select.set("where", None)
        source = _named(spelled(select.select("1", append=False))).removeprefix("SELECT 1")
        return values, f"{source} WHERE {_named(spelled(self.columns['message_key']))} = :message_key"

    def _taken_apart(self, condition: Condition) -> tuple[str, list[Condition]]:
        tree, is_inner = condition.tree.unnest(), condition.is_inner
        if isinstance(tree, exp.And | exp.Or):
            return ("and" if isinstance(tree, exp.And) else "or"), [
                Condition(side, is_inner) for side in _sides(tree, type(tree))
            ]
        if isinstance(tree, exp.Not):
            return "not", [Condition(tree.this, is_inner)]
        if isinstance(tree, exp.Is) and tree.args.get("negate"):
            return "not", [Condition(exp.Is(this=tree.this.copy(), expression=tree.expression.copy()), is_inner)]
        if isinstance(tree, exp.Coalesce) and [spelled(each) for each in tree.expressions] == ["FALSE"]:
            return "known", [Condition(tree.this, is_inner)]
        if isinstance(tree, exp.Column) and not is_inner and not _names_itself(tree, self.columns):
            return "is", [Condition(self.columns[tree.name], True)]
        return "end", []

    def ends(self, condition: Condition) -> Iterator[Condition]:
        """The elementary conditions below a condition."""
        kind, parts = self.parts(condition)
        if kind == "end":
            yield condition
        for part in parts:
            yield from self.ends(part)

    def _spelled_outward(self, condition: Condition) -> str:
        if condition.is_inner:
            return _named(spelled(condition.tree))
        replaced = condition.tree.copy().transform(
            lambda node: (
                exp.paren(self.columns[node.name].copy())
                if isinstance(node, exp.Column) and node.name in self.columns and not node.table
                else node
            )
        )
        return _named(spelled(replaced))


@cache
def parse_condition(sql: str, is_inner: bool = False) -> Condition:
    """Raises sqlglot.ParseError."""
    return Condition(sqlglot.parse_one(sql, read=DIALECT).unnest(), is_inner)


def fact_of(name: str) -> Fact:
    """The fact of sql/marts/<name>.sql."""
    return _take_apart(fact_source(name, ""))


@cache
def _take_apart(source: str) -> Fact:
    select = sqlglot.parse_one(source, read=DIALECT)
    assert isinstance(select, exp.Select)
    for node in select.walk():
        node.comments = None  # a comment would be spelled as part of its condition
    columns = {each.alias_or_name: each.unalias() for each in select.expressions}
    where = select.args.get("where")
    gates = tuple(Condition(side, True) for side in _sides(where.this, exp.And)) if where else ()
    return Fact(select, columns, gates)


@dataclass(frozen=True)
class FactRow:
    """One row of a fact, whether or not its WHERE lets it in: its values, and the truth of elementary conditions."""

    values: Mapping[str, Any]
    truths: Mapping[str, Truth]


def read_rows(
    conn: Connection, fact: Fact, asked: Iterable[Condition], parameters: Mapping[str, Any], message_key: Any
) -> list[FactRow]:
    """The rows of one message with the truth of every elementary condition below those asked about."""
    ends = {fact.outward(end): None for condition in asked for end in fact.ends(condition)}
    truths = [f"({sql}) AS t{number}" for number, sql in enumerate(ends)]
    values, source = fact.reading
    statement = f"SELECT {', '.join([values, *truths])}{source}"
    known = {**parameters, "message_key": message_key}
    rows = run_text(conn, statement, known).mappings()
    return [
        FactRow({name: row[name] for name in fact.columns}, {sql: row[f"t{number}"] for number, sql in enumerate(ends)})
        for row in rows
    ]


def _sides(tree: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    bare = tree.unnest()
    if isinstance(bare, kind):
        return [*_sides(bare.this, kind), *_sides(bare.expression, kind)]
    return [bare]


def _names_itself(column: exp.Column, columns: Mapping[str, exp.Expr]) -> bool:
    meaning = columns.get(column.name)
    return meaning is None or (isinstance(meaning, exp.Column) and meaning.name == column.name)


def _without_tables(tree: exp.Expr) -> exp.Expr:
    bare = tree.unnest().copy()
    for column in bare.find_all(exp.Column):
        column.set("table", None)
    return bare


def _named(sql: str) -> str:
    """sqlglot spells a bound parameter %(t0)s, SQLAlchemy reads :t0."""
    return re.sub(r"%\((\w+)\)s", r":\1", sql)
