"""One page of the rows behind a figure: a few rows by key, however many there are; nothing personal is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from svodka.errors import UsageError
from svodka.figures.document import parameters
from svodka.figures.facts import CONCERNED, column, fact_source, grouping_sets, tells_concerned
from svodka.figures.indicators import Indicator
from svodka.figures.indicators.fact_columns import fact_columns
from svodka.figures.membership import compile_membership, fact_key
from svodka.figures.partial_sums import PartialSums
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import run

SIZE = 50
ORDERED_BY = "registered_on"
NUMERATOR, DENOMINATOR, REST, UNKNOWN = "numerator", "denominator", "rest", "unknown"
BETWEEN = "|"


@dataclass(frozen=True)
class Rows:
    """rows: as the fact tells them; next: the word that asks for the page after, None on the last one."""

    rows: list[dict[str, Any]]
    next: str | None
    is_of_messages: bool


def sides_of(one: Indicator) -> tuple[str, ...]:
    """What can be looked at of an indicator: a count has no denominator, a mean no rows of its numerator alone."""
    unknown = (UNKNOWN,) if "n_unknown" in one.expressions else ()
    if one.kind == "count":
        return (NUMERATOR, *unknown)
    if one.kind == "mean":
        return (DENOMINATOR, *unknown)
    if one.kind == "change" or one.may_exceed_100:
        return (NUMERATOR, DENOMINATOR, *unknown)
    return (NUMERATOR, REST, DENOMINATOR, *unknown)


def rows_page(
    conn: Connection,
    settings: Settings,
    one: Indicator,
    quarter: Quarter,
    side: str,
    chosen: Mapping[str, str],
    after: str,
    as_of: datetime,
) -> Rows:
    """Facts are those of the caller's search path. chosen: dimension → value. Raises UsageError in words."""
    if side not in sides_of(one):
        raise UsageError(f"Нет части «{side}» у {one.code}: выберите на странице показателя.")
    dimensions, _ = grouping_sets(fact_source(one.fact, one.file))
    if wrong := sorted(set(chosen) - set(dimensions)):
        raise UsageError(f"У {one.code} нет разреза {', '.join(wrong)}.")
    key = fact_key(one.fact, one.file)
    is_of_messages = "message_key" in key
    known = parameters(conn, quarter, settings, as_of) | {f"slice_{name}": value for name, value in chosen.items()}
    after_on, after_key = _begin(after, is_of_messages)
    membership, ordered_by = _membership(one, chosen)
    found = run(
        conn,
        f"figures/behind_{'message' if is_of_messages else 'page'}_page.sql",
        {
            "membership": membership,
            "ordered_by": ordered_by,
            "side": _condition(one, side),
            "row_key": " || '|' || ".join(f"coalesce(given.{name}::text, '')" for name in key),
        },
        **known,
        after_on=after_on,
        after_key=after_key,
        size=SIZE + 1,
    ).mappings()
    rows = [dict(row) for row in found]
    return Rows(rows[:SIZE], _end(rows[SIZE - 1], is_of_messages) if len(rows) > SIZE else None, is_of_messages)


def _membership(one: Indicator, chosen: Mapping[str, str]) -> tuple[str, str]:
    """The rows of the fact with what they give, and the day by which they are ordered (questions have none)."""
    compiled = compile_membership(one.fact, [one], _where(one, chosen))
    if ORDERED_BY not in fact_columns(one.fact):
        return compiled, "DATE '2000-01-01'"
    head, _, tail = compiled.rpartition(f"\nFROM {one.fact}\n")
    return f"{head},\n    {ORDERED_BY}\nFROM {one.fact}\n{tail}", f"given.{ORDERED_BY}"


def _where(one: Indicator, chosen: Mapping[str, str]) -> str:
    """The slice; and only rows that some cohort looks at, where the indicator counts nothing else."""
    parts = [f"{name} = :slice_{name}" for name in chosen]
    sums = PartialSums(())
    for expression in one.expressions.values():
        sums.rolled_up(one, expression)
    if tells_concerned(fact_source(one.fact, one.file)) and sums.ask_for_cohorts():
        parts.append(CONCERNED)
    return " AND ".join(parts) or "TRUE"


def _condition(one: Indicator, side: str) -> str:
    numerator, denominator = (f"given.{column(0, part)}" for part in ("numerator", "denominator"))
    if one.kind == "change" and side == NUMERATOR:
        return f"{numerator} > 0"
    return {
        NUMERATOR: f"{numerator} <> 0",
        DENOMINATOR: f"{denominator} <> 0",
        REST: f"{denominator} <> 0 AND {numerator} = 0",
        UNKNOWN: f"given.{column(0, 'n_unknown')} <> 0",
    }[side]


def _begin(after: str, is_of_messages: bool) -> tuple[date | None, str | None]:
    """The place after which the page begins, as `_end` wrote it."""
    if not after:
        return None, None
    if not is_of_messages:
        return None, after
    day, _, key = after.partition(BETWEEN)
    try:
        return date.fromisoformat(day), key
    except ValueError as error:
        raise UsageError("Адрес страницы списка испорчен: откройте список заново.") from error


def _end(row: Mapping[str, Any], is_of_messages: bool) -> str:
    return f"{row['ordered_on']}{BETWEEN}{row['row_key']}" if is_of_messages else str(row["row_key"])
