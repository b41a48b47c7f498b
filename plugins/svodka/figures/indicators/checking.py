"""What an indicator's SQL may hold: sums and counts with FILTER over the columns of its fact, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from sqlglot import exp

from svodka.figures.indicators.fact_columns import fact_columns, fact_names
from svodka.figures.indicators.model import COLUMNS
from svodka.figures.indicators.problems import Finding
from svodka.figures.indicators.statement import Output, Statement

CLOCK = "is_clock_from_source"
# SQLAlchemy would read it as a bound parameter, in quotes too
PARAMETER = re.compile(r"(?<![:\w\\]):\w+(?!:)")
MOMENTS = (exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.Localtime, exp.Localtimestamp, exp.Rand)
MOMENT_NAMES = ("clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "age", "setseed")


def findings(statement: Statement) -> Iterator[Finding]:
    """All that is wrong with the SQL of an indicator, each with its line."""
    yield from _names(statement)
    for output in statement.outputs:
        yield from _additive(output)
        if output.name != "numerator" and output.tree.find(exp.Distinct):
            yield Finding(f"DISTINCT бывает только в numerator: {_short(output.tree)}", output.line)
    yield from _forbidden(statement)
    yield from _columns(statement)


def _names(statement: Statement) -> Iterator[Finding]:
    times = Counter(output.name for output in statement.outputs)
    for output in statement.outputs:
        if output.name not in COLUMNS or times[output.name] > 1:
            expected = f"ожидается «… AS {' | '.join(COLUMNS)}», каждое один раз"
            yield Finding(f"{expected}: {_short(output.tree)} AS {output.name or '?'}", output.line)
    if "numerator" not in times:
        yield Finding("нет столбца numerator.", statement.line)


def _additive(output: Output) -> Iterator[Finding]:
    """Outside the aggregates there is only + and −, so that the values of rows can be added up in any order."""
    allowed = (exp.LogicalOr,) if output.name == CLOCK else (exp.Count, exp.Sum)
    names = "bool_or" if output.name == CLOCK else "count и sum"
    for term in _terms(output.tree):
        call = term.this if isinstance(term, exp.Filter) else term
        line = line_of(term, output.line)
        if any(_why_forbidden(node) for node in term.walk()):
            continue  # said by _forbidden
        if isinstance(call, allowed):
            if not isinstance(term, exp.Filter):
                yield Finding(f"у каждой агрегатной функции должен быть FILTER (WHERE …): {_short(term)}", line)
        elif isinstance(call, (exp.AggFunc, exp.Anonymous)):
            name = _short(call).partition("(")[0].lower()
            yield Finding(f"{name}: годятся только {names}. Среднее: сумма numerator и число denominator.", line)
        else:
            yield Finding(f"вне агрегатных функций допустимы только + и −: {_short(term)}", line)


def _terms(tree: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(tree, (exp.Add, exp.Sub)):
        yield from _terms(tree.left)
        yield from _terms(tree.right)
    elif isinstance(tree, (exp.Paren, exp.Neg)):
        yield from _terms(tree.this)
    else:
        yield tree


def _forbidden(statement: Statement) -> Iterator[Finding]:
    parts = [(output.tree, output.line) for output in statement.outputs]
    if where := statement.tree.args.get("where"):
        parts.append((where, statement.line))
    for tree, line in parts:
        for node in tree.walk():
            if what := _why_forbidden(node):
                yield Finding(what, line_of(node, line))
    for text, line in [*((one.text, one.line) for one in statement.outputs), (statement.population, statement.line)]:
        if found := PARAMETER.search(text or ""):
            yield Finding(f"«{found[0]}» читается как параметр: в показателе параметров нет, границы даёт факт.", line)


def _why_forbidden(node: exp.Expr) -> str | None:
    what = None
    if isinstance(node, (exp.Div, exp.IntDiv)):
        what = "деление не в SQL: укажите числитель, знаменатель и divide_by"
    elif isinstance(node, exp.Query) and not isinstance(node, exp.Subquery):
        what = "вложенный SELECT не допускается: столбцы даёт факт"
    elif isinstance(node, (exp.Window, exp.WithinGroup)):
        what = "окна и порядок внутри функций не складываются, нужны count и sum"
    elif isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        what = "вместо * назовите, что считается: count(*) FILTER (WHERE …) AS numerator"
    elif isinstance(node, MOMENTS) or (isinstance(node, exp.Anonymous) and node.name.lower() in MOMENT_NAMES):
        what = "время и случай в показатель не входят, границы квартала даёт факт"
    elif isinstance(node, exp.AggFunc) and node.find_ancestor(exp.Where, exp.AggFunc):
        what = "агрегатная функция внутри условия или другой функции"
    elif isinstance(node, exp.Distinct) and not isinstance(node.parent, exp.Count):
        what = "DISTINCT бывает только в count"
    return what and f"{what}: {_short(node)}"


def _columns(statement: Statement) -> Iterator[Finding]:
    fact = statement.fact
    if fact not in fact_names():
        yield Finding(f"нет факта {fact}; есть: {', '.join(fact_names())}.", statement.line)
        return
    known, named = fact_columns(fact), set()
    for column in statement.tree.find_all(exp.Column):
        name = column.name if column.this.args.get("quoted") else column.name.lower()
        if isinstance(column.this, exp.Star) or (name in known and column.table in ("", fact)) or column.sql() in named:
            continue
        named.add(column.sql())
        near = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
        hint = f"похожие: {', '.join(near)}" if near else f"столбцы названы в sql/marts/{fact}.sql"
        yield Finding(f"нет столбца «{column.sql()}» в {fact}; {hint}.", line_of(column, statement.line))


def line_of(node: exp.Expr, otherwise: int) -> int:
    """The first line on which a word of the node stands; sqlglot keeps it for names only."""
    return min((found.meta["line"] for found in node.walk() if "line" in found.meta), default=otherwise)


def _short(node: exp.Expr) -> str:
    words = node.sql(dialect="postgres", comments=False)
    return words if len(words) <= 80 else words[:79] + "…"
