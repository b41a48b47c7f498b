"""One file of sql/indicators → one definition, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from svodka.figures.indicators import checking
from svodka.figures.indicators.header import Header, read_header
from svodka.figures.indicators.model import BY_NOTHING, Indicator
from svodka.figures.indicators.problems import Finding, Problem, SeveralProblems
from svodka.figures.indicators.statement import Statement, Unreadable, read_statement


def parse(file: str, source: str) -> Indicator:
    """Reads one file: a header of `-- key: value` lines, then SELECT … FROM fact [WHERE population].

    Raises IndicatorError (SeveralProblems) with all that is wrong.
    """
    header = read_header(source)
    found, statement = list(header.findings), None
    try:
        statement = read_statement(source, header.length)
        found += [*checking.findings(statement), *_disagreements(header, statement)]
    except Unreadable as error:
        found.append(error.finding)
    if found or statement is None:
        ordered = sorted(dict.fromkeys(found), key=lambda one: one.line or 0)
        raise SeveralProblems([Problem(file, one.what, one.line) for one in ordered])
    only, excepted = header.values["channels"]
    fields = {key: value for key, value in header.values.items() if key != "channels"}
    return Indicator(
        file=file, source=source, fact=statement.fact, population=statement.population,
        expressions={one.name: one.text for one in statement.outputs},
        channels_only=only, channels_except=excepted, **({"divide_by": 1} | fields),
    )  # fmt: skip


def _disagreements(header: Header, statement: Statement) -> Iterator[Finding]:
    """Where the header promises what the SQL does not do."""
    kind, names = header.values.get("kind"), {one.name for one in statement.outputs}
    if kind and (kind == "count") == ("denominator" in names):
        yield Finding("знаменатель (denominator) есть у всех видов, кроме count.", header.lines["kind"])
    additive = header.values.get("additive")
    if additive not in (None, BY_NOTHING) and any(one.tree.find(exp.Distinct) for one in statement.outputs):
        yield Finding("число разных (DISTINCT) не складывается: ожидается additive: nothing.", header.lines["additive"])
