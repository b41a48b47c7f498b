"""Airflow's own deadline: it hangs on both DAGs of the report, falls due at the right hour, and its callback writes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svodka import pipeline
from tests.mail_sink import Sink, free_port, running

ZONE = ZoneInfo("Asia/Yekaterinburg")
DUE = dt.datetime(2026, 10, 3, 12, 0, tzinfo=ZONE)
MISSED = {"dag_id": "deadline_guard", "run_type": "scheduled", "run_after": DUE.isoformat()}


@pytest.fixture(scope="module")
def stored(bag: Any) -> Any:
    """The DAGs in Airflow's own tables, as the dag-processor leaves them for the scheduler."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import sync_bag_to_db

    DagBundlesManager().sync_bundles_to_db()
    sync_bag_to_db(bag, "dags-folder", None)
    return bag


def scheduled_run(dag_id: str, logical_date: dt.datetime, due: dt.datetime) -> Any:
    """A run as the scheduler makes it; with its deadlines."""
    from airflow.models.deadline import Deadline
    from airflow.models.serialized_dag import SerializedDagModel
    from airflow.utils.session import create_session
    from airflow.utils.state import DagRunState
    from airflow.utils.types import DagRunTriggeredByType, DagRunType
    from sqlalchemy import select

    with create_session() as session:
        run = SerializedDagModel.get(dag_id, session=session).dag.create_dagrun(
            run_id=f"scheduled__{due.isoformat()}",
            logical_date=logical_date,
            data_interval=(logical_date, due),
            run_after=due,
            run_type=DagRunType.SCHEDULED,
            triggered_by=DagRunTriggeredByType.TIMETABLE,
            state=DagRunState.QUEUED,
            session=session,
        )
        session.flush()
        found = session.scalars(select(Deadline).where(Deadline.dagrun_id == run.id)).all()
        return [(one.deadline_time, one.callback.data["path"]) for one in found], run.queued_at


def test_each_look_of_the_guard_must_end_within_the_hour(stored: Any) -> None:
    ((deadline, path),), _ = scheduled_run("deadline_guard", DUE, DUE)
    assert deadline == DUE + dt.timedelta(hours=1)
    assert path == "svodka_dags.second_rope.report_may_be_late"


def test_the_run_of_the_first_must_have_ended_by_the_fourth_at_five(stored: Any) -> None:
    first = dt.datetime(2026, 10, 1, 6, 0, tzinfo=ZONE)
    ((deadline, _),), queued = scheduled_run("quarterly_report", dt.datetime(2026, 7, 1, 6, tzinfo=ZONE), first)
    assert first + (deadline - queued) == dt.datetime(2026, 10, 4, 17, 0, tzinfo=ZONE)


def test_a_run_without_catchup_has_its_deadline_all_the_same(bag: Any) -> None:
    for dag_id in ("deadline_guard", "quarterly_report"):
        dag = bag.get_dag(dag_id)
        assert not dag.catchup
        assert len(dag.deadline) == 1


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server; the warehouse does not answer."""
    with running() as found:
        monkeypatch.setenv("SVODKA_SMTP__PORT", str(found.port))
        monkeypatch.setenv("SVODKA_WAREHOUSE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
        yield found


def ring(monkeypatch: pytest.MonkeyPatch, now: dt.datetime, **changes: Any) -> None:
    """What the triggerer does: the callback by its path, awaited with Airflow's short context."""
    from airflow.triggers.callback import CallbackTrigger

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return now

    monkeypatch.setattr("svodka_dags.second_rope.datetime", Clock)
    path = "svodka_dags.second_rope.report_may_be_late"
    trigger = CallbackTrigger(path, {"context": {"dag_run": MISSED | changes, "deadline": {}}})

    async def events() -> list[Any]:
        return [event.payload async for event in trigger.run()]

    *_, last = asyncio.run(events())
    assert last["state"] == "success", last


def test_a_warehouse_that_does_not_answer_is_itself_a_letter_to_the_curator(monkeypatch: Any, sink: Sink) -> None:
    ring(monkeypatch, DUE + dt.timedelta(hours=1))
    recipients = [recipient for recipient, _ in sink.taken]
    assert "curator@example.org" in recipients
    body = sink.taken[0][1].get_content()
    assert "отчёт за 2026Q3" in body
    assert "хранилище не отвечает" in body


def test_otherwise_the_guard_says_it_once_a_day(monkeypatch: Any, sink: Sink) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(pipeline, "watch_deadline", lambda *found, **named: asked.append((*found, named)))
    now = DUE + dt.timedelta(hours=1)
    ring(monkeypatch, now)
    assert asked == [("2026Q3", now, {"is_alarm": True})]
    assert sink.taken == []


@pytest.mark.parametrize(
    ("run_type", "late"), [("manual", dt.timedelta(hours=1)), ("scheduled", dt.timedelta(days=40))]
)
def test_only_a_scheduled_run_of_these_days_has_promised_anything(
    monkeypatch: Any, sink: Sink, run_type: str, late: dt.timedelta
) -> None:
    ring(monkeypatch, DUE + late, run_type=run_type)
    assert sink.taken == []
