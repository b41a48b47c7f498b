"""The whole catalogue, and of it what holds for a quarter as known at a moment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, text

from svodka.figures.indicators.clashes import clashes
from svodka.figures.indicators.model import Indicator
from svodka.figures.indicators.problems import IndicatorError, Problem, SeveralProblems
from svodka.figures.indicators.reading import parse
from svodka.warehouse.engine import SQL, identifier


@cache
def catalogue(folder: Path = SQL / "indicators") -> tuple[Indicator, ...]:
    """Every definition, in the order of the report. Raises IndicatorError that names every wrong file."""
    found: list[Indicator] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.sql")):
        try:
            found.append(parse(file.name, _text(file)))
        except IndicatorError as error:
            problems += error.problems
    problems += clashes(found)
    if problems:
        raise SeveralProblems(problems)
    return tuple(sorted(found, key=lambda one: (*one.order, one.valid_from, one.known_from)))


def in_force(first_day: date, known_on: date, folder: Path = SQL / "indicators") -> tuple[Indicator, ...]:
    """The definitions that hold for a quarter beginning on `first_day`, as known on `known_on`.

    The youngest of a code counts; one that ends (valid_to) does not bring back what it replaced.
    """
    chosen: dict[str, Indicator] = {}
    for one in catalogue(folder):
        if one.valid_from <= first_day and one.known_from <= known_on:
            chosen[one.code] = one
    return tuple(one for one in chosen.values() if one.holds_for(first_day))


class KnownTarget(NamedTuple):
    """One row of meta.target: relation is <= or >=, source says who has set it."""

    relation: str
    target: Decimal
    source: str
    valid_from: date


def targets(
    conn: Connection, first_day: date, known_on: date, table: str = "meta.target"
) -> dict[str, tuple[str, Decimal, str]]:
    """Relation (<= or >=), target and source by indicator code, as they hold for a quarter; table: of the targets."""
    return {code: one[:3] for code, one in known_targets(conn, first_day, known_on, table).items()}


def known_targets(
    conn: Connection, first_day: date, known_on: date, table: str = "meta.target"
) -> dict[str, KnownTarget]:
    """The targets of a quarter by indicator code, with the day from which they hold."""
    rows = conn.execute(
        text(
            f"SELECT DISTINCT ON (indicator) indicator, relation, target, source, valid_from FROM {identifier(table)} "
            "WHERE valid_from <= :first_day AND known_from <= :known_on "
            "ORDER BY indicator, valid_from DESC, known_from DESC"
        ),
        {"first_day": first_day, "known_on": known_on},
    )
    return {row.indicator: KnownTarget(*row[1:]) for row in rows}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise IndicatorError(file.name, "файл не в кодировке UTF-8: сохраните его в UTF-8.") from error
