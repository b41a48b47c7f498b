"""What the rows of a fact give to an indicator adds up to the indicator."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import Connection

from svodka.figures import document
from svodka.figures.facts import column
from svodka.figures.indicators import Indicator, catalogue
from svodka.figures.membership import PARTS, compile_membership, distinct_column, fact_key
from svodka.figures.scan import run_scans
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run_text
from tests.core_rows import make_marts, message, put, put_messages, random_messages, random_page_weeks

BOUNDS = Quarter.parse("2026Q3")


def given(conn: Connection, fact: str, members: list[Indicator], settings: Settings) -> list[dict]:
    statement = compile_membership(fact, members)
    known = document.bounds(BOUNDS, settings)
    rows = run_text(conn, statement, known).mappings()
    return [dict(row) for row in rows]


def total(rows: list[dict], number: int, part: str) -> Decimal:
    """The part summed; things counted as different ones count once."""
    distinct = distinct_column(number)
    if part == "numerator" and rows and distinct in rows[0]:
        return Decimal(len({row[distinct] for row in rows if row[column(number, part)]}))
    return sum((Decimal(row[column(number, part)]) for row in rows), Decimal(0))


def test_rows_add_up_to_every_indicator(warehouse: Warehouse, settings: Settings) -> None:
    by_fact: dict[str, list[Indicator]] = defaultdict(list)
    for one in catalogue():
        by_fact[one.fact].append(one)
    with warehouse.begin() as conn:
        put_messages(conn, random_messages(11, 300))
        put(conn, "page_week", random_page_weeks(11, 20))
        make_marts(conn, settings)
        known = document.bounds(BOUNDS, settings)
        sums = {one.indicator.code: one for one in run_scans(conn, catalogue(), known) if one.is_total}
        for fact, members in by_fact.items():
            rows = given(conn, fact, members, settings)
            keys = [tuple(row[name] for name in fact_key(fact)) for row in rows]
            assert len(keys) == len(set(keys)), f"{fact}: the key names several rows"
            for number, one in enumerate(members):
                found = [total(rows, number, part) for part in PARTS]
                expected = sums[one.code]
                assert found == [expected.numerator, expected.denominator, expected.n_unknown], one.code
    assert sum(one.numerator > 0 for one in sums.values()) > 25


def test_a_side_of_a_sum_without_rows_adds_nothing(warehouse: Warehouse, settings: Settings) -> None:
    """Nobody answered in the second channel: 4 + nothing is 4."""
    days = "sum(final_answer_days) FILTER (WHERE in_ans AND channel = '{}')"
    sides = f"{days.format('pos')} + {days.format('sed')}"
    [mean] = [one for one in catalogue() if one.code == "A-06"]
    asked = replace(mean, population=None, expressions={**mean.expressions, "numerator": sides})
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "1", "2026-07-01 10:00", first_final_answer_at="2026-07-05 10:00")])
        make_marts(conn, settings)
        [found] = [one for one in run_scans(conn, [asked], document.bounds(BOUNDS, settings)) if one.is_total]
        rows = given(conn, asked.fact, [asked], settings)
    assert found.numerator == total(rows, 0, "numerator") == 4
