"""Figures of a past moment stand still: later files, norms learnt later and later decisions do not move them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from svodka.figures.quarter_figures import figures_of
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import mark
from tests.delivery_desk import at
from tests.edition_town import FIRST, QUARTER, SECOND, Town, excluded, gap_closed, later_file

THEN = at("2026-07-20 08:00")
LEARNT = "'2018-01-01', '2026-07-21', 'приказ') ON CONFLICT DO NOTHING"


def norm_learnt(town: Town) -> None:
    town.execute(
        "INSERT INTO meta.deadline_rule"
        " (step, legal_regime, clock, amount, source_term, valid_from, known_from, source)"
        f" VALUES ('answer', 'POS_MESSAGE', 'calendar_days', 1, 'used', {LEARNT}"
    )


def block_learnt(town: Town) -> None:
    town.execute(f"INSERT INTO meta.topic_block VALUES ('topic', 'Дороги', 'Экология', {LEARNT}")


def day_off_learnt(town: Town) -> None:
    town.execute(f"INSERT INTO meta.calendar_override VALUES ('2026-07-06', FALSE, FALSE, FALSE, {LEARNT}")


ONE_MORE = count()


def answer_marked(town: Town) -> None:
    with town.warehouse.begin() as conn:
        rows = conn.execute(text("SELECT * FROM core.message ORDER BY source_number LIMIT 2")).mappings().all()
        mark(conn, [(dict(row), at("2026-07-21 09:00") + timedelta(microseconds=next(ONE_MORE)), True) for row in rows])


EVENTS = [later_file, gap_closed, excluded, answer_marked, norm_learnt, block_learnt, day_off_learnt]


def figures(town: Town, moment: Any = None) -> dict[str, Any]:
    with town.warehouse.begin() as conn:
        return figures_of(conn, town.settings, QUARTER, moment)


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    place = Town(warehouse, settings)
    place.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    place.land("pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    place.first_figures = figures(place)
    return place


@examples(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), max_size=4))
def test_what_comes_later_leaves_a_past_moment_as_it_was(town: Town, events: list[Callable[[Town], None]]) -> None:
    """The events of all examples add up in one warehouse."""
    for event in events:
        event(town)
    assert figures(town, THEN) == town.first_figures


def test_a_norm_known_since_counts_from_the_day_it_is_known(town: Town) -> None:
    """A decision is newer than the newest export, and between them a norm became known: no load has applied it yet."""
    norm_learnt(town)
    late = {"indicator": "P-02", "slice": dict.fromkeys(("channel", "legal_regime", "block", "executor"))}

    def n_late(moment: Any) -> str:
        [one] = [each for each in figures(town, moment)["values"] if late.items() <= each.items()]
        return str(one["numerator"])

    before, after = n_late(THEN), n_late(at("2026-07-21 08:00"))
    assert int(after) > int(before)
    with town.warehouse.begin() as conn:
        stored = conn.execute(text("SELECT max(due_at) - min(registered_at) FROM marts.fct_message")).scalar_one()
    assert stored.days >= 29  # the warehouse's own facts are not touched by a look at another moment
