"""Row by row what a fact gives to each indicator: the same expressions as the scan, not yet added up.

The sum of a column over all rows is the indicator's numerator, denominator or n_unknown; where an indicator counts
different things (cases), rows of the same `…_distinct` count once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from svodka.figures.aggregates import Aggregate, parse_aggregates
from svodka.figures.facts import column, fact_source, grouping_sets
from svodka.figures.indicators import Indicator, IndicatorError

PARTS = ("numerator", "denominator", "n_unknown")


def compile_membership(fact: str, members: Sequence[Indicator], where: str = "TRUE") -> str:
    """SQL with one row a row of the fact: its key, its dimensions, and three columns an indicator.

    The columns of the indicator at place n are n_numerator (undivided), n_denominator, n_n_unknown with the names of
    `column`, and `distinct_column` where it counts different things. `where`: a condition over the fact's columns;
    bound parameters are those of `document.bounds` and whatever `where` names. Raises IndicatorError.
    """
    source = fact_source(fact, members[0].file)
    dimensions, _ = grouping_sets(source)
    columns = list(dict.fromkeys([*fact_key(fact, members[0].file), *dimensions]))
    for number, one in enumerate(members):
        columns += [f"{given(one, part)} AS {column(number, part)}" for part in PARTS]
        if distinct := distinct_argument(one):
            columns.append(f"{distinct} AS {distinct_column(number)}")
    listed = ",\n    ".join(columns)
    return f"WITH {fact} AS (\n{source}\n)\n\nSELECT\n    {listed}\nFROM {fact}\nWHERE {where}"


def distinct_column(number: int) -> str:
    return f"i{number}_distinct"


def fact_key(fact: str, file: str = "") -> list[str]:
    """The columns that name one row of a fact, by the line `-- key: a, b` of its file."""
    found = re.search(r"^-- key: (.+)$", fact_source(fact, file), re.MULTILINE)
    if not found:
        raise IndicatorError(file, f"в sql/marts/{fact}.sql нет строки «-- key: …».")
    return found[1].split(", ")


def given(one: Indicator, part: str) -> str:
    """What one row adds to a part of the indicator, as SQL; 0 where the part is not there."""
    if part not in one.expressions:
        return "0"
    terms = [_term(one, aggregate) for aggregate in parse_aggregates(one.expressions[part])]
    return " ".join(terms).removeprefix("+ ")


def distinct_argument(one: Indicator) -> str | None:
    """What the numerator counts different ones of (case_key), or None."""
    found = [each.argument for each in parse_aggregates(one.expressions["numerator"]) if each.is_distinct]
    return found[0] if found else None


def _term(one: Indicator, aggregate: Aggregate) -> str:
    condition = aggregate.condition if one.population is None else f"({one.population}) AND ({aggregate.condition})"
    counted = "1" if aggregate.function == "count" else f"coalesce({aggregate.argument}, 0)"
    if aggregate.function == "count" and aggregate.argument is not None:
        condition = f"({condition}) AND {aggregate.argument} IS NOT NULL"
    sign = "+" if aggregate.sign > 0 else "-"
    return f"{sign} CASE WHEN {condition} THEN {counted} ELSE 0 END"
