"""Values, quality and register mark of an edition are of one content, whatever is loaded while it is being made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from svodka.delivery import quarter as quarters
from svodka.delivery.call import default_figures
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at
from tests.edition_town import FIRST, QUARTER, SECOND, Town


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    found = Town(warehouse, settings)
    found.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    return found


def advance(town: Town, **means: Callable[..., Any]) -> None:
    quiet = {"check": lambda *_: None, "by_itself": False}
    quarters.advance(town.warehouse, town.settings, QUARTER, at("2026-10-01 07:00"), **(quiet | means))


def assert_of_one_content(town: Town) -> None:
    """Two messages by the values and by the quality sheet, and computed again to the digit."""
    town.assert_reproduced()
    with town.warehouse.begin() as conn:
        kept = conn.execute(text("SELECT quality FROM meta.edition_quality")).scalar_one()
        total = conn.execute(
            text(
                "SELECT numerator FROM meta.edition_value WHERE indicator = 'S-01'"
                " AND coalesce(channel, block, legal_regime, executor) IS NULL"
            )
        ).scalar_one()
        loaded = conn.execute(text("SELECT count(*) FROM core.message")).scalar_one()
    assert loaded == 3
    assert total == next(row["records"] for row in kept["records"] if row["channel"] is None) == 2


def test_a_load_between_the_figures_and_the_quality_is_not_seen(town: Town) -> None:
    def figures(*what: Any) -> Any:
        document = default_figures(*what)
        town.land("pos_2026-07-20.csv", SECOND, "2026-10-01 06:59")
        return document

    advance(town, figures=figures)
    assert_of_one_content(town)


def test_a_load_while_the_judge_is_at_work_is_not_seen(town: Town) -> None:
    advance(town, check=lambda *_: town.land("pos_2026-07-20.csv", SECOND, "2026-10-01 06:59"))
    assert_of_one_content(town)


def test_while_the_judge_is_at_work_nobody_is_held_up(town: Town) -> None:
    """Nor can the judge be: it would wait for whoever waits for the report's transaction."""

    def check(*_: Any) -> None:
        with town.warehouse.begin() as conn:
            conn.execute(text("SET LOCAL lock_timeout = '1s'"))
            conn.execute(text("LOCK TABLE marts.fct_message, marts.fct_indicator, core.message, landing.file"))

    advance(town, check=check)
    town.assert_reproduced()
