"""The page's way to Airflow's questions, at Airflow's own application: addresses, authorisation, refusals."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from starlette.requests import Request

from svodka.delivery.sign_off_options import APPROVE, REJECT, Asked, edition_line

RUN = "manual__2026-10-01T01:00:00+00:00"
ASKED = Asked("2026Q3", "0.1", "5f3a")
NOTHING_FILLED_IN = {"reason": None, "waive": []}


@pytest.fixture(scope="module")
def airflow(airflow_home: Any) -> Any:
    from svodka.web.airflow_tasks import airflow_app

    airflow_app()
    return airflow_app


@pytest.fixture
def waiting(bag: Any, airflow: Any) -> Iterator[None]:
    """A run of the quarterly report whose sign_off waits for the answer to its question."""
    from airflow.models.dagbundle import DagBundleModel
    from airflow.models.hitl import HITLDetail
    from airflow.models.serialized_dag import SerializedDagModel
    from airflow.serialization.definitions.dag import SerializedDAG
    from airflow.serialization.serialized_objects import LazyDeserializedDAG
    from airflow.utils.session import create_session
    from airflow.utils.types import DagRunTriggeredByType, DagRunType

    dag = bag.get_dag("quarterly_report")
    with create_session() as session:
        session.merge(DagBundleModel(name="answered"))
        session.flush()
        SerializedDAG.bulk_write_to_db("answered", None, [dag], session=session)
        SerializedDagModel.write_dag(LazyDeserializedDAG.from_dag(dag), bundle_name="answered", session=session)
    with create_session() as session:
        run = SerializedDagModel.get("quarterly_report", session=session).dag.create_dagrun(
            run_id=RUN, run_after=dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC), run_type=DagRunType.MANUAL,
            triggered_by=DagRunTriggeredByType.TEST, state="running", session=session,
        )  # fmt: skip
        task = next(one for one in run.task_instances if one.task_id == "sign_off")
        task.state, task.next_method, task.next_kwargs = "awaiting_input", "execute_complete", {}
        session.add(
            HITLDetail(
                ti_id=task.id, options=[APPROVE, REJECT], subject="Отчёт", body=edition_line(ASKED), defaults=None,
                multiple=False, params={}, assignees=[],
            )
        )  # fmt: skip
    yield
    with create_session() as session:
        session.delete(session.merge(run))


def of(login: str, role: str) -> Request:
    """What a browser of the user sends: Airflow's own token in its own cookie."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=login, role=role))
    return Request({"type": "http", "headers": [(b"cookie", f"_token={token}".encode())]})


def done(step: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(step)


def test_the_question_is_found_answered_in_ones_own_name_and_only_once(airflow: Any, waiting: None) -> None:
    from svodka.web.airflow_tasks import Refusal, answer, questions

    petrov = of("petrov", "user")
    assert done(questions(petrov, airflow, "2026Q2")) == []
    (asked,) = done(questions(petrov, airflow, "2026Q3"))
    assert (asked.edition_hash, asked.options, asked.is_waiting) == ("5f3a", (APPROVE, REJECT), True)
    done(answer(petrov, airflow, asked, APPROVE, NOTHING_FILLED_IN))
    (said,) = done(questions(petrov, airflow, "2026Q3"))
    assert (said.is_waiting, said.answered_by, said.answer) == (False, "petrov", APPROVE)
    assert said.answered_at and said.answered_at.tzinfo
    with pytest.raises(Refusal, match="уже ответили"):
        done(answer(petrov, airflow, asked, REJECT, NOTHING_FILLED_IN))


def test_airflows_own_rights_hold_too(airflow: Any, waiting: None) -> None:
    from svodka.web.airflow_tasks import Refusal, answer, questions

    viewer = of("petrov", "viewer")
    (asked,) = done(questions(viewer, airflow, "2026Q3"))
    with pytest.raises(Refusal, match="не разрешает вашему логину") as refusal:
        done(answer(viewer, airflow, asked, APPROVE, NOTHING_FILLED_IN))
    assert refusal.value.status == 403
    with pytest.raises(Refusal, match="не разрешает вашему логину"):
        done(questions(Request({"type": "http", "headers": []}), airflow, "2026Q3"))
    (asked,) = done(questions(viewer, airflow, "2026Q3"))
    assert asked.is_waiting


def test_a_question_whose_run_is_gone_is_refused_in_words(airflow: Any, waiting: None) -> None:
    from dataclasses import replace

    from svodka.web.airflow_tasks import Refusal, answer, questions

    petrov = of("petrov", "user")
    (asked,) = done(questions(petrov, airflow, "2026Q3"))
    gone = replace(asked, path=asked.path.replace("manual__", "other__"))
    with pytest.raises(Refusal, match="удалён или очищен"):
        done(answer(petrov, airflow, gone, APPROVE, NOTHING_FILLED_IN))
