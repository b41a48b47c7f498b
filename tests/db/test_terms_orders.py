"""A norm changed by order: from its date, once it is known; by topic, block, clock; what was computed before stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from svodka.figures import marts
from svodka.figures.deadline_rules import Rule
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import AS_OF, ZONE, at, figures, make_marts, message, put_messages, random_messages
from tests.term_cases import KNOWN_ON, Order, orders, put_corrections, put_rules

ORDER: dict[str, Any] = {
    "step": "answer", "legal_regime": "POS_MESSAGE", "priority": None, "is_fast_track": None, "block": None,
    "topic": None, "clock": "calendar_days", "amount": 20, "opens": None, "closes": None, "source_term": "used",
    "valid_from": date(2026, 8, 1), "known_from": KNOWN_ON, "source": "приказ",
}  # fmt: skip


def order(**changed: Any) -> Rule:
    return Rule(**ORDER | changed)


def facts(conn: Connection, settings: Settings, rows: list[dict[str, Any]], as_of: datetime = AS_OF) -> list[Any]:
    make_marts(conn, settings, as_of)
    found = {row.message_key: row for row in conn.execute(text("SELECT * FROM fct_message"))}
    return [found[row["message_key"]] for row in rows]


def days(found: list[Any]) -> list[int]:
    """How many days each message has."""
    return [(fact.due_at.astimezone(ZONE).date() - fact.registered_on).days for fact in found]


def test_a_norm_holds_from_its_date(warehouse: Warehouse, settings: Settings) -> None:
    rows = [message("pos", str(n), day) for n, day in enumerate(["2026-07-31 23:59:59", "2026-08-01"])]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        put_rules(conn, [order()])
        assert days(facts(conn, settings, rows)) == [30, 20]
        before = AS_OF - timedelta(days=1)
        assert days(facts(conn, settings, rows, before)) == [30, 30], "as of a day on which nobody knew the order"


def test_the_rule_that_names_most_holds(warehouse: Warehouse, settings: Settings) -> None:
    """Topic before block before priority before fast track, and only then the youngest; a topic as it is spelt."""
    norms = [
        order(amount=5, topic="дороги"),
        order(amount=6, block="Дороги"),
        order(amount=7, priority="HIGH", valid_from=date(2026, 8, 2)),
        order(amount=8, is_fast_track=True, valid_from=date(2026, 8, 3)),
        order(amount=9, valid_from=date(2026, 8, 4)),
    ]
    rows = [
        message("pos", str(n), "2026-08-10", is_fast_track=True, **fields)
        for n, fields in enumerate(
            [
                {"topic_l1": "ДОРОГИ", "priority": "HIGH"},
                {"topic_l1": " Дороги\u00a0", "priority": None},
                {"topic_l1": "Автомобильные дороги", "priority": "HIGH"},
                {"topic_l1": "ЖКХ", "priority": "HIGH"},
                {"topic_l1": "ЖКХ"},
            ]
        )
    ]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        put_rules(conn, norms)
        assert days(facts(conn, settings, rows)) == [5, 5, 6, 7, 8]


def test_every_clock_may_be_ordered(warehouse: Warehouse, settings: Settings) -> None:
    """§13: 10:00 and 24 hours by the wall; a final answer in working hours; an answer in working days."""
    first = date(2018, 1, 2)
    norms = [
        order(legal_regime="OPEN_SOURCE", clock="wall_hours", amount=24, valid_from=first),
        order(clock="working_days", amount=5, valid_from=first),
        order(step="final_answer", legal_regime="OPEN_SOURCE", clock="working_hours", amount=9, valid_from=first,
              opens="08:00", closes="17:00", source_term=None),
        order(step="final_answer", legal_regime="FZ59", clock="calendar_days", amount=5, valid_from=first,
              source_term=None),
    ]  # fmt: skip
    rows = [
        message("incident", "1", "2026-11-27 16:30", interim_answer_at="2026-11-27 16:30"),
        message("pos", "2", "2026-04-29 23:00"),
        message("sed", "3", "2026-04-29 10:00", interim_answer_at="2026-04-30 09:00"),
    ]
    with warehouse.begin() as conn:
        put_rules(conn, norms)
        put_messages(conn, rows)
        incident, pos, appeal = facts(conn, settings, rows)
    assert (incident.due_at, incident.final_due_at) == (at("2026-11-28 16:30"), at("2026-11-30 16:30"))
    assert incident.due_control_at == at("2026-11-27", is_term=True).replace(hour=23), "the Friday before the Saturday"
    assert pos.due_at == at("2026-05-07", is_term=True)
    assert appeal.final_due_at == at("2026-05-05", is_term=True)


def test_an_order_that_comes_late_judges_the_messages_since_its_date(warehouse: Warehouse, settings: Settings) -> None:
    """valid_from 1 August, learnt on 24 November: the next refresh, whatever it has to load, judges August anew."""
    rows = [message("pos", str(n), day) for n, day in enumerate(["2026-07-31", "2026-08-01", "2026-11-20"])]
    with warehouse.begin() as conn:
        put_messages(conn, rows)
        put_rules(conn, [order()])
        assert days(facts(conn, settings, rows, AS_OF - timedelta(days=1))) == [30, 30, 30]
        conn.execute(text("DELETE FROM touched"))
        marts.refresh(conn, settings, AS_OF)
        terms = conn.execute(text("SELECT due_at, registered_on FROM fct_message ORDER BY registered_on")).all()
    assert days(list(terms)) == [30, 20, 20]


def _undone(conn: Connection, found: Order) -> None:
    """All orders of the batch as if they had come a day after AS_OF."""
    late = {"known_from": KNOWN_ON + timedelta(days=1)}
    unique = {(one.day): one for one in found.corrections}.values()
    put_corrections(conn, [type(one)(one.day, late["known_from"], one.override) for one in unique])
    extra = [one for one in found.rules if one.source == "приказ"]
    put_rules(conn, {_case(one): Rule(**vars(one) | late) for one in extra}.values())


def _case(one: Rule) -> tuple[Any, ...]:
    topic = (one.topic or "").lower()
    return (one.step, one.legal_regime, one.priority, one.is_fast_track, one.block, topic, one.valid_from)


@examples(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), found=orders)
def test_orders_learnt_later_move_nothing_that_was_known(
    warehouse: Warehouse, settings: Settings, seed: int, found: Order
) -> None:
    """Whatever their valid_from: figures as of a moment know only what was known then."""
    with warehouse.engine.connect() as conn, conn.begin() as transaction:
        put_messages(conn, random_messages(seed, 120))
        before = figures(conn, settings)
        terms = conn.execute(text("SELECT * FROM fct_message ORDER BY message_key")).all()
        _undone(conn, found)
        assert figures(conn, settings) == before
        assert conn.execute(text("SELECT * FROM fct_message ORDER BY message_key")).all() == terms
        transaction.rollback()
