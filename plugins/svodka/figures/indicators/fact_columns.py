"""The facts that an indicator may be counted over, sql/marts/*_in_quarter.sql, and their columns."""

from __future__ import annotations

from functools import cache

import sqlglot
from sqlglot import exp

from svodka.warehouse.engine import sql_files, statements


def fact_names() -> list[str]:
    return [path.stem for path in sql_files("marts") if path.stem.endswith("_in_quarter")]


@cache
def fact_columns(fact: str) -> frozenset[str]:
    """The columns of a fact, by its SELECT. Raises ValueError where the SELECT does not name them."""
    tree = sqlglot.parse_one(statements(f"marts/{fact}.sql")[0], read="postgres")
    if not isinstance(tree, exp.Query) or "*" in tree.named_selects:
        raise ValueError(f"sql/marts/{fact}.sql: a SELECT that names its columns is expected")
    return frozenset(tree.named_selects)
