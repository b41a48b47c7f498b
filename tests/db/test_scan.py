"""One scan a fact gives what each indicator by itself gives over all rows: no row that counts is passed over."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from svodka import pipeline
from svodka.figures import document
from svodka.figures.facts import COHORT, DIMENSIONS, fact_source, grouping_sets
from svodka.figures.indicators import Indicator, catalogue
from svodka.figures.indicators.fact_columns import fact_columns
from svodka.figures.scan import run_scans
from svodka.period import Quarter
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, run_text
from tests.core_rows import AS_OF, make_marts, message, put, put_messages, random_messages

MOMENTS = ("extension_decided_at", "interim_answer_at", "first_public_answer_at", "first_final_answer_at", "closed_at",
           "transferred_at", "returned_by_applicant_at", "rated_at", "extended_due_at")  # fmt: skip
QUARTERS = ("2025Q3", "2026Q2", "2026Q3", "2026Q4")
UNREAD = "UPDATE fct_message SET first_event_at = '-infinity', last_event_at = 'infinity'"
EVENTS = text("SELECT message_key, first_event_at, last_event_at FROM marts.fct_message ORDER BY message_key")


def absurd(seed: int, n: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Messages whose moments lie anywhere, years before the registration too, and questions of theirs."""
    dice = random.Random(seed)
    messages = random_messages(seed, n)
    for row in messages:
        for name in MOMENTS:
            if dice.random() < 0.25:
                row[name] = row["registered_at"] + timedelta(
                    days=dice.randint(-700, 330), seconds=dice.randint(0, 86399)
                )
    questions = [
        {"message_key": row["message_key"], "state_hash": row["state_hash"], "question_no": 1, "result": "EXPLAINED",
         "responded_at": row["registered_at"] + timedelta(days=dice.randint(-700, 330))}
        for row in messages if row["legal_regime"] == "FZ59" and dice.random() < 0.5
    ]  # fmt: skip
    return messages, questions


@pytest.fixture
def facts(request: pytest.FixtureRequest, warehouse: Warehouse, settings: Settings) -> Any:
    messages, questions = absurd(getattr(request, "param", 1), 300)
    with warehouse.begin() as conn:
        put_messages(conn, messages)
        put(conn, "message_question", questions)
        make_marts(conn, settings)
        yield conn


def known(settings: Settings, quarter: str) -> dict[str, Any]:
    return document.bounds(Quarter.parse(quarter), settings)


def total(conn: Connection, one: Indicator, parameters: dict[str, Any]) -> tuple[Any, int]:
    [sums] = [sums for sums in run_scans(conn, [one], parameters) if sums.is_total]
    return sums.numerator, sums.denominator


def each_alone(conn: Connection, one: Indicator, parameters: dict[str, Any]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """An indicator by the letter of its file: its own SELECT over all rows of the fact, grouped by every slice."""
    source = fact_source(one.fact, one.file)
    dimensions, sets = grouping_sets(source)
    flags = "".join(f"GROUPING({name}) = 0 AS by_{name}, {name}, " for name in dimensions)
    columns = ", ".join(f"{expression} AS {name}" for name, expression in one.expressions.items())
    statement = (
        f"SELECT {flags}{columns} FROM ({source}) AS fact WHERE {one.population or 'TRUE'}"
        f" GROUP BY GROUPING SETS ({', '.join(sets)})"
    )
    found = {}
    for row in run_text(conn, statement, parameters).mappings():
        by = [name for name in DIMENSIONS if row.get(f"by_{name}")]
        numbers = tuple(row.get(name) or 0 for name in ("numerator", "denominator", "n_unknown"))
        if all(row[name] is not None for name in by) and (not by or any(numbers)):
            found[tuple(row[name] if name in by else None for name in DIMENSIONS)] = numbers
    return found


@pytest.mark.parametrize("facts", [1, 2, 3], indirect=True)
def test_all_together_equal_each_by_the_letter_of_its_file(facts: Connection, settings: Settings) -> None:
    for quarter in QUARTERS:
        parameters = known(settings, quarter)
        together: dict[str, dict[Any, Any]] = {one.code: {} for one in catalogue()}
        for sums in run_scans(facts, catalogue(), parameters):
            together[sums.indicator.code][sums.slice] = (sums.numerator, sums.denominator, sums.n_unknown)
        for one in catalogue():
            assert together[one.code] == each_alone(facts, one, parameters), f"{one.code} {quarter}"
        assert sum(map(len, together.values())) > 200


@pytest.mark.parametrize("facts", [4, 5], indirect=True)
@pytest.mark.parametrize("fact", ["message_in_quarter", "question_in_quarter"])
def test_a_row_of_any_cohort_is_concerned(facts: Connection, settings: Settings, fact: str) -> None:
    cohorts = sorted(filter(COHORT.fullmatch, fact_columns(fact)))
    assert cohorts
    counted = text(
        f"SELECT count(*) FILTER (WHERE NOT is_concerned AND ({' OR '.join(cohorts)})) AS passed_over,"
        f" count(*) FILTER (WHERE NOT is_concerned) AS unread FROM ({fact_source(fact, '')}) AS fact"
    )
    for quarter in QUARTERS:
        found = facts.execute(counted, known(settings, quarter)).one()
        assert found.passed_over == 0 and found.unread > 5, quarter


def test_an_open_message_concerns_every_later_quarter(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, [message("sed", "1", "2018-03-01")])
        make_marts(conn, settings)
        [asked] = [one for one in catalogue() if one.code == "A-04"]
        assert total(conn, asked, known(settings, "2026Q3")) == (0, 1)


def test_facts_from_before_the_migration_give_the_same_figures(facts: Connection, settings: Settings) -> None:
    filled = document.compute(facts, "2026Q3", settings, AS_OF)
    facts.execute(text(UNREAD))
    assert document.compute(facts, "2026Q3", settings, AS_OF) == filled


def test_an_indicator_without_a_cohort_sees_the_whole_history(facts: Connection, settings: Settings) -> None:
    [asked] = [one for one in catalogue() if one.code == "S-01"]
    asked = replace(asked, expressions={"numerator": "count(*) FILTER (WHERE is_repeat)"})
    ours = text("SELECT count(*) FROM fct_message WHERE is_valid AND is_repeat AND municipality = :town")
    expected = facts.execute(ours, {"town": settings.municipality.oktmo}).scalar_one()
    assert total(facts, asked, known(settings, "2025Q3"))[0] == expected > 0


def test_init_fills_the_new_columns_after_a_migration(
    warehouse: Warehouse, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, random_messages(1, 30))
        make_marts(conn, settings)
        filled = conn.execute(EVENTS).all()
        conn.execute(text(UNREAD))
    pipeline.init()
    with warehouse.begin() as conn:
        assert conn.execute(EVENTS).all() != filled
    monkeypatch.setattr("svodka.warehouse.migrations.migrate", lambda _: ["0009_add_events_to_fct_message.sql"])
    pipeline.init()
    with warehouse.begin() as conn:
        assert conn.execute(EVENTS).all() == filled
