"""One transaction at a time makes the facts of the warehouse: loads, decisions and rebuilds wait for their turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, text

from svodka.errors import UsageError
from svodka.figures import marts
from svodka.figures.exclusion.decision import decide
from svodka.figures.quarter_figures import figures_of
from svodka.intake import rebuild, run
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse, scalar, use_marts
from tests.delivery_desk import at
from tests.edition_town import FIRST, QUARTER, SECOND, Town

SED = "Рег. №;Дата регистрации;Статус;Тематика\n{};01.07.2026;В работе;Кошки\n"
ORDER = "INSERT INTO meta.topic_block VALUES ('topic', 'кошки', 'Экология', '2018-01-01', :known_from, 'приказ')"
WAITS = "SELECT count(*) > 0 FROM pg_locks INNER JOIN pg_database AS base ON base.oid = database"
WAITS += " WHERE NOT granted AND datname = current_database()"
PATIENCE = 20.0


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings) -> Town:
    """One export is loaded; the next day an order about a topic becomes known."""
    town = Town(warehouse, settings)
    town.land("pos_2026-07-10.csv", FIRST, "2026-07-10 08:00")
    town.execute(ORDER, known_from="2026-07-21")
    return town


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(6) as pool:
        yield pool


def judged(town: Town, channel: str, name: str, content: str, now: str) -> int:
    """A load that is ready but for its last step."""
    inbox = town.settings.inbox(channel)
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / name).write_text(content, encoding="utf-8")
    load_id, _ = run.extract(town.warehouse, town.settings, channel, at(now))
    assert load_id is not None
    run.validate(town.warehouse, town.settings, load_id)
    return load_id


def exclude(town: Town, number: str, now: str) -> None:
    """Tries again while the message is not there: everything may be being made anew."""
    for _ in range(int(PATIENCE / 0.1)):
        with suppress(UsageError), town.warehouse.begin() as conn:
            found = "SELECT message_key FROM core.message WHERE source_number = :number"
            if key := scalar(conn, found, number=number):
                decide(conn, town.settings, key, "exclude", "заведено дважды, проба", "Глава Г. Г.", at(now))
                return
        time.sleep(0.1)


def hurried(warehouse: Warehouse) -> Warehouse:
    """The same warehouse, for a caller that waits for no lock longer than a moment."""
    other = Warehouse(warehouse.url)
    event.listen(other.engine, "begin", lambda conn: conn.exec_driver_sql("SET LOCAL lock_timeout = '2s'"))
    return other


def until_it_waits(town: Town, other: Future[Any]) -> None:
    """Returns when the other waits for a lock, or has ended without."""
    ends = time.monotonic() + PATIENCE
    while not other.done() and time.monotonic() < ends:
        with town.warehouse.begin() as conn:
            if scalar(conn, WAITS):
                return
        time.sleep(0.05)


@contextmanager
def stopped_before_its_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """The first who has made facts stands still, before the commit: (it stands, let it go)."""
    stands, go, made = Event(), Event(), marts._remember

    def remember(*known: Any) -> None:
        if not stands.is_set():
            stands.set()
            go.wait(PATIENCE)
        made(*known)

    monkeypatch.setattr(marts, "_remember", remember)
    try:
        yield stands, go
    finally:
        go.set()


def meet(town: Town, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, *both: Callable[[], Any]) -> None:
    """The second begins when the first has made its facts and not committed them."""
    with stopped_before_its_end(monkeypatch) as (stands, go):
        first = pool.submit(both[0])
        assert stands.wait(PATIENCE)
        second = pool.submit(both[1])
        until_it_waits(town, second)
        go.set()
        first.result(PATIENCE), second.result(PATIENCE)


def blocks(town: Town) -> dict[str, str]:
    with town.warehouse.begin() as conn:
        use_marts(conn)
        found = "SELECT source_number, block FROM fct_message INNER JOIN message USING (message_key)"
        return {row.source_number: row.block for row in conn.execute(text(found))}


def test_a_decision_meets_a_load_on_the_day_of_an_order(
    town: Town, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load knows yesterday's order of things; the decision of today's, and judges the load's rows by it as well."""
    load_id = judged(town, "pos", "pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    meet(
        town, pool, monkeypatch,
        lambda: run.load(town.warehouse, town.settings, load_id, at("2026-07-20 08:01")),
        lambda: exclude(town, "1", "2026-07-21 08:00"),
    )  # fmt: skip
    assert blocks(town)["2"] == "Экология"
    before = town.now()
    with town.warehouse.begin() as conn:
        use_marts(conn)
        marts.rebuild(conn, town.settings, at("2026-07-21 08:00"))
    assert town.now() == before


def test_a_load_meets_a_decision_and_knows_what_it_knows(
    town: Town, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_id = judged(town, "pos", "pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    meet(
        town, pool, monkeypatch,
        lambda: exclude(town, "1", "2026-07-21 08:00"),
        lambda: run.load(town.warehouse, town.settings, load_id, at("2026-07-20 08:01")),
    )  # fmt: skip
    assert blocks(town)["2"] == "Экология"


def test_everybody_at_once_comes_to_an_end(town: Town, pool: ThreadPoolExecutor) -> None:
    """Loads of two channels, decisions and rebuilds, all begun together: none fails, and a last rebuild finds
    the facts as they are."""
    loads = [
        judged(town, "pos", "pos_2026-07-20.csv", SECOND, "2026-07-20 08:00"),
        judged(town, "sed", "sed_2026-07-20.csv", SED.format("7"), "2026-07-20 08:00"),
    ]
    tasks: list[Callable[[], Any]] = [
        lambda: exclude(town, "1", "2026-07-21 08:00"),
        lambda: rebuild.rebuild_all(town.warehouse, town.settings, at("2026-07-21 09:00")),
        lambda: run.load(town.warehouse, town.settings, loads[0], at("2026-07-20 08:01")),
        lambda: run.load(town.warehouse, town.settings, loads[1], at("2026-07-20 08:01")),
    ]
    for running in [pool.submit(task) for task in tasks]:
        running.result(PATIENCE)
    rebuild.rebuild_all(town.warehouse, town.settings, at("2026-07-21 09:00"))
    facts = town.now()
    rebuild.rebuild_all(town.warehouse, town.settings, at("2026-07-21 10:00"))
    assert town.now() == facts and blocks(town) == {"1": "ЖКХ", "2": "Экология", "3": "Дороги", "7": "Экология"}


def test_facts_of_a_past_moment_wait_for_nobody(town: Town) -> None:
    town.land("pos_2026-07-20.csv", SECOND, "2026-07-20 08:00")
    with town.warehouse.begin() as holder, town.warehouse.begin() as conn:
        marts.take_turn(holder)
        conn.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert figures_of(conn, town.settings, QUARTER, at("2026-07-10 09:00"))["values"]


def test_a_report_being_computed_keeps_what_it_began_with_while_everything_is_made_anew(town: Town) -> None:
    """The report's snapshot was taken before the rebuild; the rebuild does not wait for it."""
    facts = town.now()
    with town.warehouse.engine.connect() as link:
        conn = link.execution_options(isolation_level="REPEATABLE READ")
        scalar(conn, "SELECT count(*) FROM core.message")
        rebuild.rebuild_all(hurried(town.warehouse), town.settings, at("2026-07-21 09:00"))
        assert figures_of(conn, town.settings, QUARTER)["values"] == facts
    assert town.now() == facts


def test_a_decision_that_meets_a_rebuild_neither_stops_it_nor_fails_without_words(
    town: Town, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`svodka exclude` has found its message in core; then everything is emptied, and it waits for its turn."""
    with stopped_before_its_end(monkeypatch) as (stands, go), town.warehouse.begin() as conn:
        key = scalar(conn, "SELECT message_key FROM core.message WHERE source_number = '1'")
        rebuilding = pool.submit(rebuild.rebuild_all, town.warehouse, town.settings, at("2026-07-21 09:00"))
        assert stands.wait(5), "the rebuild waits for a reader"
        reason = "заведено дважды, проба"
        deciding = pool.submit(decide, conn, town.settings, key, "exclude", reason, "Глава", at("2026-07-21 08:00"))
        until_it_waits(town, deciding)
        go.set()
        with pytest.raises(UsageError, match="Дождитесь конца svodka rebuild"):
            deciding.result(PATIENCE)
    rebuilding.result(PATIENCE)
    assert blocks(town) == {"1": "ЖКХ", "2": "Дороги"}
