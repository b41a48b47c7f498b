"""A day's second mail: only when a load changed the control list, and then what changed; never a third."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from svodka.control import daily
from svodka.figures import mart_checks
from svodka.settings import Person, Settings, Smtp
from svodka.warehouse.engine import Warehouse
from tests.core_rows import make_marts, message, put_messages
from tests.delivery_desk import at
from tests.mail_sink import Sink, running

DAY = date(2026, 10, 1)
MORNING = at("2026-10-01 08:30")
LOAD = """
INSERT INTO meta.load (municipality, channel, status, code_version, started_at, finished_at)
VALUES (:town, 'pos', :status, '1', :started, :finished)
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running() as server:
        yield server


@pytest.fixture
def town(warehouse: Warehouse, settings: Settings, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(mart_checks, "judge_marts", lambda *_: [])
    with warehouse.begin() as conn:
        put_messages(
            conn, [message("pos", "old", "2026-08-01", executor="Отдел"), message("pos", "kept", "2026-08-02")]
        )
        make_marts(conn, settings, MORNING)
    people = [Person(role="secretary", name="Сидорова С. С.", email="secretary@example.org")]
    return settings.model_copy(update={"recipients": people, "smtp": Smtp(port=sink.port)})


@pytest.fixture
def loaded(warehouse: Warehouse, town: Settings) -> Callable[..., None]:
    """A load that ends (or not) at a moment of the day and leaves these rows behind."""

    def load(clock: str, rows: list[dict[str, Any]] | None = None, status: str = "loaded", change: str = "") -> None:
        moment = at(f"2026-10-01 {clock}")
        with warehouse.begin() as conn:
            put_messages(conn, rows or [])
            if change:
                conn.execute(text(f"UPDATE core.message SET {change}"))
            make_marts(conn, town, moment)
            finished = moment if status == "loaded" else None
            words = {"town": town.municipality.oktmo, "status": status, "started": moment, "finished": finished}
            conn.execute(text(LOAD), words)

    return load


@pytest.fixture
def call(warehouse: Warehouse, town: Settings) -> Callable[..., dict[str, Any]]:
    def run(clock: str, after_load: bool = True, day: date = DAY) -> dict[str, Any]:
        return daily.run(warehouse, town, day, at(f"{day} {clock}"), after_load=after_load)

    return run


def last_text(sink: Sink) -> str:
    return str(sink.taken[-1][1].get_body(("plain",)).get_content())


ANSWERED = "first_final_answer_at = '2026-10-01 09:00+05' WHERE source_number = 'old'"


def test_a_load_before_the_morning_sends_nothing(call: Any, loaded: Any, sink: Sink) -> None:
    loaded("00:05", [message("pos", "night", "2026-08-05")])
    assert call("00:06")["told"] == daily.NOT_YET and not sink.taken
    call("08:30", after_load=False)
    assert "night" in last_text(sink) and "ИЗМЕНИЛОСЬ" not in last_text(sink)


def test_a_load_that_changes_the_list_brings_a_second_mail_that_says_what(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("10:00", [message("pos", "fresh", "2026-08-03")], change=ANSWERED)
    assert call("10:01")["mails"] == {"sent": 2}
    assert sink.taken[-1][1]["Subject"].startswith("Контроль на 01.10.2026: список изменился, просрочено 2")
    assert "Новых в списке: 1. fresh" in last_text(sink) and "Ушло из списка: 1. old" in last_text(sink)
    assert len(set(sink.ids("secretary@example.org"))) == 2


def test_a_load_that_changes_nothing_sends_nothing(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("10:00", [message("pos", "far", "2026-09-30", executor="Отдел")])
    assert call("10:01")["told"] == daily.SAID_ALREADY and len(sink.taken) == 1


def test_the_clock_alone_is_no_change(call: Any, loaded: Any, warehouse: Warehouse, town: Settings, sink: Sink) -> None:
    """An incident's term runs out at noon: it was in the morning's list as due, a load of other things is no reason."""
    with warehouse.begin() as conn:
        put_messages(conn, [message("incident", "noon", "2026-09-30 12:00", executor="Отдел")])
        make_marts(conn, town, MORNING)
    call("08:30", after_load=False)
    loaded("14:00")
    assert "told" in call("14:01") and len(sink.taken) == 1


def test_without_a_load_nothing_is_sent_again(call: Any, warehouse: Warehouse, town: Settings, sink: Sink) -> None:
    call("08:30", after_load=False)
    with warehouse.begin() as conn:
        put_messages(conn, [message("pos", "by hand", "2026-08-03")])
        make_marts(conn, town, MORNING)
    assert call("10:00", after_load=False)["mails"] == {"sent": 1} and len(sink.taken) == 1


def test_never_a_third_mail(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    for hour, number in enumerate(("one", "two", "three"), start=10):
        loaded(f"{hour}:00", [message("pos", number, "2026-08-03")])
        call(f"{hour}:01")
        call(f"{hour}:02", after_load=False)
    assert len(sink.taken) == 2 and "Новых в списке: 1. one" in last_text(sink)


def test_of_several_loads_the_last_one_tells_of_all(call: Any, loaded: Any, warehouse: Warehouse, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("10:00", status="extracted")
    loaded("10:01", [message("pos", "one", "2026-08-03")])
    assert "told" in call("10:02") and len(sink.taken) == 1
    with warehouse.begin() as conn:
        conn.execute(text("UPDATE meta.load SET status = 'loaded', finished_at = started_at WHERE finished_at IS NULL"))
    loaded("10:03", [message("pos", "two", "2026-08-04")])
    call("10:04")
    assert len(sink.taken) == 2 and "Новых в списке: 2." in last_text(sink)


def test_a_dead_load_holds_nothing_up(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("08:40", status="extracted")
    loaded("10:01", [message("pos", "one", "2026-08-03")])
    call("10:02")
    assert len(sink.taken) == 2


def test_a_second_mail_that_was_refused_goes_with_the_next_call(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("10:00", [message("pos", "one", "2026-08-03")])
    sink.refuse_recipient = {"secretary@example.org": "450 later"}
    assert call("10:01")["mails"] == {"sent": 1, "pending": 1}
    sink.refuse_recipient = {}
    assert call("10:10")["mails"] == {"sent": 2}


def test_the_next_day_begins_anew(call: Any, loaded: Any, sink: Sink) -> None:
    call("08:30", after_load=False)
    loaded("10:00", [message("pos", "one", "2026-08-03")])
    call("10:01")
    tomorrow = date(2026, 10, 2)
    assert call("00:05", day=tomorrow)["told"] == daily.NOT_YET
    assert call("08:30", after_load=False, day=tomorrow)["mails"] == {"sent": 1}
    assert len(sink.taken) == 3


def test_on_a_day_off_a_load_brings_the_effect_up_to_date_and_no_mail(
    call: Any, warehouse: Warehouse, sink: Sink
) -> None:
    saturday = date(2026, 10, 3)
    assert call("12:00", day=saturday)["is_working_day"] is False and not sink.taken
    with warehouse.begin() as conn:
        assert conn.execute(text("SELECT count(*) FROM marts.control_effect_known")).scalar() == 1
