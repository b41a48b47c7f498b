"""Random norms, corrections of the calendar and messages for the terms: crowded where a term could go wrong."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, text

from svodka.calendar import Correction, Override
from svodka.figures.deadline_rules import Rule, read_rules, topic_word
from svodka.period import end_of_day
from tests.core_rows import CODES, TOPICS, ZONE, message
from tests.oracle.terms import block_of

KNOWN_ON = date(2026, 11, 24)
LEARNT = [date(2018, 1, 1), KNOWN_ON - timedelta(days=30), KNOWN_ON, KNOWN_ON + timedelta(days=1)]
# First days of quarters with transfers around them, the long holidays, the end of the known calendar
EDGES = [date(year, month, 1) for year in range(2022, 2028) for month in (1, 4, 7, 10)] + [
    date(2022, 3, 5), date(2024, 4, 27), date(2024, 11, 2), date(2025, 11, 1), date(2026, 5, 11), date(2027, 2, 20),
    date(2028, 1, 1), date(2028, 1, 20), date(2029, 1, 5),
]  # fmt: skip
CLOCKS = ["00:00:00", "00:00:01", "07:59:59", "08:00:00", "08:00:01", "12:30:00", "13:00:00", "16:59:59", "17:00:00",
          "17:00:01", "23:59:59"]  # fmt: skip
HOURS = [("08:00", "17:00"), ("09:00", "18:00"), ("00:00", "23:59:59"), ("10:00", "10:30"), ("08:00", "12:00")]
DAYS = ["calendar_days", "working_days"]


@dataclass(frozen=True)
class Order:
    """What is decreed in one batch: norms, corrections of the calendar, and the days around which messages fall."""

    edges: list[date]
    rules: list[Rule]
    corrections: list[Correction]


def random_order(seed: int, n_rules: int, n_corrections: int, with_shipped: bool) -> Order:
    dice = random.Random(seed)
    edges = dice.sample(EDGES, dice.randint(1, 4))
    extra = {_one_a_date(one): one for one in (_rule(dice, edges) for _ in range(n_rules))}
    learnt = {(one.day, one.known_from): one for one in (_correction(dice, edges) for _ in range(n_corrections))}
    return Order(edges, [*(read_rules() if with_shipped else []), *extra.values()], list(learnt.values()))


# Drawn by a seed, as the messages are: hypothesis's own choice of so many words is too much alike from batch to batch.
orders = st.builds(
    random_order,
    seed=st.integers(0, 2**32),
    n_rules=st.integers(0, 14),
    n_corrections=st.integers(0, 10),
    with_shipped=st.sampled_from([True, True, True, False]),
)


def _rule(dice: random.Random, edges: list[date]) -> Rule:
    """Any row that meta.deadline_rule takes, beside the shipped ones."""
    step = dice.choice(
        ["answer"] * 5 + ["final_answer"] * 2 + ["extension", "registration", "forwarding", "fast_track"]
    )
    any_clock = step in ("answer", "final_answer")
    clock = dice.choice([*DAYS, "wall_hours", "working_hours"]) if any_clock else "calendar_days"
    opens, closes = (time.fromisoformat(moment) for moment in dice.choice(HOURS))
    return Rule(
        step=step,
        legal_regime=dice.choice(["FZ59", "POS_MESSAGE", "OPEN_SOURCE"]),
        priority=dice.choice([None, None, "NORMAL", "HIGH"]),
        is_fast_track=dice.choice([None, None, True, False]),
        block=dice.choice([None, None, "Дороги", "ЖКХ", "Прочее/не классифицировано"]),
        topic=dice.choice([None, None, None, "дороги", "Молодёжная  политика", "что-то\u00a0новое"]),
        clock=clock,
        amount=dice.choice([None, 15, 60, 90]) if step == "extension" else dice.randint(1, 40),
        opens=opens if clock == "working_hours" else None,
        closes=closes if clock == "working_hours" else None,
        source_term=dice.choice(["used", "control"]) if step == "answer" else None,
        valid_from=dice.choice(edges) - timedelta(days=dice.choice([0, 10, 31, 60, 400])),
        known_from=dice.choice(LEARNT),
        source="приказ",
    )


def _one_a_date(one: Rule) -> tuple[Any, ...]:
    selectors = (one.priority, one.is_fast_track, one.block, topic_word(one.topic))
    return (one.step, one.legal_regime, *selectors, one.valid_from, one.known_from)


def _correction(dice: random.Random, edges: list[date]) -> Correction:
    """A working Saturday, an extra day off, a short day; some complete the year 2028 or 2029."""
    day = dice.choice(edges) + timedelta(days=dice.randint(-3, 12))
    completes = day.year >= 2028 and dice.random() < 0.5
    return Correction(day, dice.choice(LEARNT), Override(dice.random() < 0.5, dice.random() < 0.5, completes))


def random_message(dice: random.Random, number: str, edge: date) -> dict[str, Any]:
    """A message whose term, by one norm or another, falls near the edge."""
    registered_on = edge - timedelta(days=dice.choice([0, 1, 3, 7, 10, 11, 30, 31, 60, 61]) + dice.choice([0, 0, 1, 2]))
    registered = _at(dice, registered_on)

    def maybe(share: float, *days: int, is_term: bool = False) -> datetime | None:
        if dice.random() > share:
            return None
        day = registered_on + timedelta(days=dice.choice(days))
        return end_of_day(day, ZONE) if is_term else _at(dice, day)

    term = (9, 10, 11, 29, 30, 31, 45, 59, 60, 61, 70)
    fields: dict[str, Any] = {
        "legal_regime": dice.choice(["FZ59", "POS_MESSAGE", "OPEN_SOURCE"] * 10 + [None]),
        "received_at": maybe(0.6, -5, -3, -1, 0),
        "assigned_at": maybe(0.5, 0, 1, 2),
        "due_at": maybe(0.25, *term, is_term=True),
        "control_at": maybe(0.2, *term, is_term=True),
        "extended_due_at": maybe(0.4, *term, is_term=dice.random() < 0.8),
        "extension_decided_at": maybe(0.5, 1, *term),
        "interim_answer_at": maybe(0.4, 0, 1, 2, 5, 9),
        "priority": dice.choice([None, "NORMAL", "HIGH"]),
        "is_fast_track": dice.choice([None, True, False]),
        "topic_l1": dice.choice(TOPICS),
        "classifier_code": dice.choice(CODES),
    }
    row = message(dice.choice(["incident", "pos", "sed"]), number, registered, **fields)
    return row


def with_block(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"block": block_of(row["topic_l1"], row["classifier_code"])}


def _at(dice: random.Random, day: date) -> datetime:
    clock = dice.choice([*CLOCKS, f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}"])
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


def put_rules(conn: Connection, found: Iterable[Rule]) -> None:
    for one in found:
        columns = list(vars(one))
        places = ", ".join(f":{column}" for column in columns)
        conn.execute(text(f"INSERT INTO meta.deadline_rule ({', '.join(columns)}) VALUES ({places})"), vars(one))


def put_corrections(conn: Connection, found: Iterable[Correction]) -> None:
    for one in found:
        conn.execute(
            text(
                "INSERT INTO meta.calendar_override VALUES"
                " (:day, :is_working, :is_short, :completes_year, :day, :known_from, 'приказ')"
            ),
            {"day": one.day, "known_from": one.known_from, **vars(one.override)},
        )
