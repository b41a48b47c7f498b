"""A throw-away Airflow for DAG files and dag.test()."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svodka.settings import PROJECT
from tests.airflow_home import shared_airflow_home


@pytest.fixture(scope="session", autouse=True)
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared_airflow_home(tmp_path_factory)


@pytest.fixture(scope="session")
def bag(airflow_home: Path) -> Any:
    """The DAGs of this project, as the dag-processor reads them."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(dag_folder=PROJECT / "dags")


@pytest.fixture(autouse=True)
def svodka_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach the warehouse or the mail of the home that the user works in."""
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def no_head_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No role is granted, so that whoever answers signs; who is asked stands in the warehouse."""
    monkeypatch.setattr("svodka.pipeline.refused_signature", lambda login: None)


@pytest.fixture
def pressed(bag: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, dict[str, str], dict[str, Any]]]:
    """Runs a DAG to its end as a manual run: its state, the states of its tasks, what they returned."""

    def press(dag_id: str, due: dt.datetime | None = None, **conf: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
        dag = bag.get_dag(dag_id)
        monkeypatch.setattr(dag, "deadline", None)  # dag.test() fails after success when there is one
        for task in dag.tasks:
            monkeypatch.setattr(task, "retries", 0)  # it would wait out the delays
        run = dag.test(run_after=due or dt.datetime.now(dt.UTC), logical_date=None, run_conf=conf)
        instances = run.get_task_instances()
        returned = {instance.task_id: instance.xcom_pull(task_ids=instance.task_id) for instance in instances}
        return str(run.state), {instance.task_id: str(instance.state) for instance in instances}, returned

    return press


@pytest.fixture
def quiet_guard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the guard does besides driving the quarter, without a warehouse; the calls of `watch_deadline`."""
    watched: list[tuple[Any, ...]] = []

    def watch(*asked: Any) -> dict[str, Any]:
        watched.append(asked)
        return {"quarter": asked[0], "is_out": False, "looks_again": False, "letters": {}, "mails": {}}

    monkeypatch.setattr("svodka.pipeline.read_receipts", lambda now: {})
    monkeypatch.setattr("svodka.pipeline.announce_responsible", lambda now: [])
    monkeypatch.setattr("svodka.pipeline.watch_deadline", watch)
    return watched
