"""The REST client against answers as Airflow gives them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from svodka.services import rest
from svodka.services.errors import ServiceError
from svodka.services.rest import Airflow

Answers = Callable[[httpx.Request], httpx.Response]
DUE = {
    "next_dagrun_logical_date": "2026-07-01T01:00:00Z",
    "next_dagrun_data_interval_start": "2026-07-01T01:00:00Z",
    "next_dagrun_data_interval_end": "2026-10-01T01:00:00Z",
}


def airflow(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, Any], seen: list[httpx.Request] | None = None
) -> Airflow:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if request.url.path == "/auth/token":
            return httpx.Response(201, json={"access_token": "abc"})
        found = answers.get(request.url.path)
        return httpx.Response(200, json=found) if found is not None else httpx.Response(404, text="no such thing")

    whole = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **options: whole(transport=httpx.MockTransport(handle), **options))
    return Airflow("http://127.0.0.1:1", "demo", "secret")


def test_every_call_carries_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []
    client = airflow(monkeypatch, {"/api/v2/dags": {"dags": [{"dag_id": "b"}, {"dag_id": "a"}]}}, seen)
    assert client.dags() == ["a", "b"]
    assert json.loads(seen[0].content) == {"username": "demo", "password": "secret"}
    assert seen[1].headers["Authorization"] == "Bearer abc"


def test_a_refusal_comes_with_airflows_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    client = airflow(monkeypatch, {})
    with pytest.raises(ServiceError, match=r"404.*no such thing"):
        client.unpause("nothing")


def test_a_run_that_is_not_due_is_not_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    client = airflow(monkeypatch, {"/api/v2/dags/quarterly_report": DUE | {"next_dagrun_run_after": tomorrow}})
    assert client.due_run("quarterly_report") is None


def test_a_due_run_is_stood_in_for_with_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    client = airflow(
        monkeypatch, {"/api/v2/dags/quarterly_report": DUE | {"next_dagrun_run_after": "2020-10-01T01:00:00Z"}}
    )
    assert client.due_run("quarterly_report") == {
        "logical_date": "2026-07-01T01:00:00Z",
        "data_interval_start": "2026-07-01T01:00:00Z",
        "data_interval_end": "2026-10-01T01:00:00Z",
    }


def test_a_backfill_takes_completed_days_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[httpx.Request] = []
    client = airflow(monkeypatch, {"/api/v2/backfills": {"id": 5}}, seen)
    assert client.backfill("pos_daily", "2026-09-24T00:00:00+05:00", "2026-09-30T00:00:00+05:00") == 5
    assert json.loads(seen[-1].content)["reprocess_behavior"] == "completed"


def test_a_silent_web_is_no_health(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> httpx.Response:
        raise httpx.ConnectError("refused")

    monkeypatch.setattr(httpx, "get", refuse)
    assert rest.health("http://127.0.0.1:1") == {}


def test_health_names_the_living_with_their_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    beat = "2026-10-01T00:00:00+00:00"
    states = {
        "metadatabase": {"status": "healthy"},
        "scheduler": {"status": "healthy", "latest_scheduler_heartbeat": beat},
        "dag_processor": {"status": "healthy", "latest_dag_processor_heartbeat": beat},
        "triggerer": {"status": "unhealthy", "latest_triggerer_heartbeat": None},
    }
    monkeypatch.setattr(httpx, "get", lambda *_, **__: httpx.Response(200, json=states))
    beats = rest.health("http://127.0.0.1:1")
    assert set(beats) == {"api-server", "scheduler", "dag-processor"}
    assert beats["scheduler"] == datetime.fromisoformat(beat).timestamp()
