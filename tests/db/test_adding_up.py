"""Quarters add up to the year and groups to the total, for exactly the indicators whose files claim it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from svodka.figures.answer_marks import marked_answers
from svodka.figures.document import bounds, parameters
from svodka.figures.facts import DIMENSIONS, column, fact_source, grouping_sets
from svodka.figures.indicators import Indicator, in_force
from svodka.figures.membership import compile_membership, distinct_argument, distinct_column
from svodka.figures.scan import Sums, run_scans
from svodka.period import Quarter
from svodka.settings import Settings, load_settings
from svodka.warehouse.engine import Warehouse, run_text
from tests.core_rows import (
    AS_OF,
    make_marts,
    mark,
    put,
    put_messages,
    random_marks,
    random_messages,
    random_page_weeks,
    random_questions,
)

YEAR = [Quarter.parse(f"2026Q{number}") for number in (1, 2, 3, 4)]
PARTS = ("numerator", "denominator", "n_unknown")
INDICATORS = in_force(date(2026, 1, 1), AS_OF.date())
Parts = tuple[Any, int, int]


@pytest.fixture(scope="module")
def conn(server_home: Any, template: str) -> Iterator[Connection]:
    """Two thousand messages and sixty pages over two years, their marts made once, read only."""
    from tests.warehouse_fixtures import fresh_databases

    with fresh_databases(server_home, template) as make:
        warehouse = Warehouse(make())
        with warehouse.engine.connect() as connection:
            for number, edge in enumerate([date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)]):
                rows = random_messages(number, 500, edge)
                rows = [row | {"message_key": _shifted(row["message_key"], number)} for row in rows]
                rows = [row | {"state_hash": row["message_key"]} for row in rows]
                put_messages(connection, rows)
                mark(connection, random_marks(rows, number))
                put(connection, "message_question", random_questions(rows, number))
            put(connection, "page_week", random_page_weeks(5, 60))
            make_marts(connection, load_settings())
            yield connection
            connection.rollback()
        warehouse.engine.dispose()


def _shifted(key: Any, number: int) -> Any:
    return type(key)(int=(key.int + number) % (1 << 128))


def whole_year(conn: Connection, settings: Settings) -> dict[str, Any]:
    """The bounds of the whole year as one period: [1 January, next 1 January), before and a year ago alike."""
    first, last = bounds(YEAR[0], settings), bounds(YEAR[3], settings)
    before = bounds(YEAR[0].year_ago, settings)
    return first | {
        "t1": last["t1"], "last_day": last["last_day"], "last_30_days": last["last_30_days"],
        "previous_t0": before["t0"], "year_ago_t0": before["t0"], "year_ago_t1": first["t0"],
    } | marked_answers(conn, settings, first["t0"], last["t1"], AS_OF)  # fmt: skip


def totals(conn: Connection, parameters_of_period: dict[str, Any]) -> dict[str, Parts]:
    found = run_scans(conn, INDICATORS, parameters_of_period)
    return {one.indicator.code: _parts(one) for one in found if one.is_total}


def _parts(one: Sums) -> Parts:
    return one.numerator, one.denominator, one.n_unknown


def test_quarters_add_up_to_the_year_exactly_where_it_is_claimed(conn: Connection) -> None:
    settings = load_settings()
    year = totals(conn, whole_year(conn, settings))
    added: dict[str, Counter[str]] = defaultdict(Counter)
    for quarter in YEAR:
        for code, parts in totals(conn, parameters(conn, quarter, settings, AS_OF)).items():
            added[code].update(dict(zip(PARTS, parts, strict=True)))
    adds_up = {code for code, parts in year.items() if tuple(added[code][name] for name in PARTS) == parts}
    assert all(any(parts) for parts in year.values()), "an empty indicator proves nothing"
    assert adds_up == {one.code for one in INDICATORS if one.adds_up_over_quarters}


def group_sums(conn: Connection, settings: Settings, dimensions: tuple[str, ...]) -> dict[str, list[Parts]]:
    """Each indicator's parts by group of the dimensions, nulls being a group, added up row by row of the fact."""
    found: dict[str, list[Parts]] = defaultdict(list)
    by_fact: dict[str, list[Indicator]] = defaultdict(list)
    for one in INDICATORS:
        by_fact[one.fact].append(one)
    bound = parameters(conn, YEAR[2], settings, AS_OF)
    for fact, members in by_fact.items():
        if not set(dimensions) <= set(grouping_sets(fact_source(fact, ""))[0]):
            continue
        columns = ", ".join(_summed(number, one) for number, one in enumerate(members))
        statement = (
            f"SELECT {columns} FROM ({compile_membership(fact, members)}) AS row_of GROUP BY {', '.join(dimensions)}"
        )
        for row in run_text(conn, statement, bound).mappings():
            for number, one in enumerate(members):
                found[one.code].append(tuple(row[column(number, part)] for part in PARTS))  # type: ignore[arg-type]
    return found


def _summed(number: int, one: Indicator) -> str:
    parts = [f"sum({column(number, part)}) AS {column(number, part)}" for part in PARTS]
    if distinct_argument(one):
        held = f"count(DISTINCT {distinct_column(number)}) FILTER (WHERE {column(number, 'numerator')} > 0)"
        parts[0] = f"{held} AS {column(number, 'numerator')}"
    return ", ".join(parts)


@pytest.mark.parametrize("dimensions", [*((name,) for name in DIMENSIONS), ("channel", "block")], ids=" × ".join)
def test_groups_add_up_to_the_total_where_it_is_claimed(conn: Connection, dimensions: tuple[str, ...]) -> None:
    settings = load_settings()
    whole = totals(conn, parameters(conn, YEAR[2], settings, AS_OF))
    groups = group_sums(conn, settings, dimensions)
    adds_up = {code for code, parts in groups.items() if tuple(map(sum, zip(*parts, strict=True))) == whole[code]}
    assert min(len(parts) for parts in groups.values()) >= 1 and len(groups) >= 28
    assert {one.code for one in INDICATORS if one.adds_up_over_slices and one.code in groups} <= adds_up
    if "channel" in dimensions:
        assert adds_up == {one.code for one in INDICATORS if one.adds_up_over_slices and one.code in groups}, (
            "a claim is too modest"
        )


def test_the_documents_own_groups_are_those_of_the_rows(conn: Connection) -> None:
    """The channels of the scan hold the same parts as the rows of the fact grouped by channel."""
    settings = load_settings()
    found: dict[str, list[Parts]] = defaultdict(list)
    for one in run_scans(conn, INDICATORS, parameters(conn, YEAR[2], settings, AS_OF)):
        if one.slice[0] is not None and one.slice[1:] == (None, None, None):
            found[one.indicator.code].append(_parts(one))
    by_rows = group_sums(conn, settings, ("channel",))
    for code, parts in found.items():
        assert Counter(parts) == Counter(part for part in by_rows[code] if any(part)), code
