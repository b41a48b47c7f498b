"""SQL gives the terms of the plain reference on thousands of random cases, under random norms and calendars."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from svodka.calendar import CalendarUnknown, WorkingCalendar, in_force
from svodka.figures.deadline_rules import Rule, choose_rule
from svodka.figures.terms import Terms, compute_terms
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import ZONE, make_marts, put_messages
from tests.term_cases import KNOWN_ON, Order, orders, put_corrections, put_rules, random_message, with_block

BATCH = 400
# What a run of many cases must have met, or it proves little
KINDS = {
    "SOURCE", "RULE", "no rule", "calendar_days", "working_days", "wall_hours", "working_hours", "by topic", "by block",
    "extended", "extension refused", "final", "control before the term", "unknown year", "moved by a correction",
}  # fmt: skip


def in_sql(conn: Connection, settings: Settings) -> tuple[dict[str, Any], int | None]:
    """The facts by message, and the year for which the refresh was refused."""
    refused = None
    try:
        make_marts(conn, settings, datetime.combine(KNOWN_ON, time(12), ZONE))
    except CalendarUnknown as error:
        refused = error.year
    return {row.message_key: row for row in conn.execute(text("SELECT * FROM fct_message"))}, refused


def by_reference(row: dict[str, Any], norms: Sequence[Rule], calendar: WorkingCalendar) -> Terms | int:
    """The terms, or the year whose calendar is missing."""
    try:
        return compute_terms(row, norms, KNOWN_ON, ZONE, calendar)
    except CalendarUnknown as error:
        return error.year


def kinds_of(row: dict[str, Any], norms: Sequence[Rule], found: Terms | int, plain: Terms | int) -> list[str]:
    """What a case shows."""
    if isinstance(found, int):
        return ["unknown year"]
    rule = choose_rule(norms, "answer", row, row["registered_at"].astimezone(ZONE).date(), KNOWN_ON)
    effective, control = found.due_effective_at, found.due_control_at
    shown = {
        found.due_source or "no rule": True,
        rule.clock if rule else "no rule": found.due_source != "SOURCE",
        "by topic": rule is not None and rule.topic is not None,
        "by block": rule is not None and rule.block is not None,
        "extended": found.due_at != effective,
        "extension refused": row["extended_due_at"] is not None and found.due_at == effective,
        "final": found.final_due_at is not None,
        "control before the term": bool(effective and control and control < effective),
        "moved by a correction": found != plain,
    }
    return [kind for kind, holds in shown.items() if holds]


def compare_batch(
    conn: Connection,
    settings: Settings,
    messages: list[dict[str, Any]],
    order: Order,
    seen: Counter[str],
) -> None:
    conn.execute(text("DELETE FROM meta.deadline_rule"))
    put_rules(conn, order.rules)
    put_corrections(conn, order.corrections)
    put_messages(conn, messages)
    facts, refused = in_sql(conn, settings)
    calendar, plain = in_force(order.corrections, KNOWN_ON), in_force([], KNOWN_ON)
    unknown = []
    for row in map(with_block, messages):
        fact, expected = facts[row["message_key"]], by_reference(row, order.rules, calendar)
        if isinstance(expected, int):
            unknown.append(expected)
            assert fact.unknown_year == expected, f"{fact}\n{row}"
        else:
            got = Terms(*(getattr(fact, field.name) for field in fields(Terms)))
            assert (fact.block, fact.unknown_year, got) == (row["block"], None, expected), f"{got}\n{expected}\n{row}"
        seen.update(["cases", *kinds_of(row, order.rules, expected, by_reference(row, order.rules, plain))])
    assert refused == min(unknown, default=None)


def compare(warehouse: Warehouse, settings: Settings, n_batches: int) -> Counter[str]:
    """Compares so many batches; what was seen in how many cases."""
    seen: Counter[str] = Counter()

    @examples(max_examples=n_batches, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32), order=orders)
    def batches(seed: int, order: Order) -> None:
        dice = random.Random(seed)
        messages = [random_message(dice, str(number), dice.choice(order.edges)) for number in range(BATCH)]
        with warehouse.engine.connect() as conn, conn.begin() as transaction:
            compare_batch(conn, settings, messages, order, seen)
            transaction.rollback()

    batches()
    return seen


def test_sql_equals_the_reference(warehouse: Warehouse, settings: Settings) -> None:
    assert compare(warehouse, settings, n_batches=5)["cases"] >= 2_000


@pytest.mark.slow
def test_sql_equals_the_reference_on_ten_thousand_cases(warehouse: Warehouse, settings: Settings) -> None:
    seen = compare(warehouse, settings, n_batches=60)
    assert seen["cases"] >= 10_000
    assert all(seen[kind] for kind in KINDS), {kind: seen[kind] for kind in KINDS}
