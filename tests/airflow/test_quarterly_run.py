"""The quarterly report and its guard: which quarter, who is asked what, what the answer does."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from svodka import pipeline

CLOSES = dt.datetime(2026, 10, 2, 14, 0, tzinfo=dt.timezone(dt.timedelta(hours=5)))
ASKED = dt.datetime(2026, 10, 1, 6, 0, tzinfo=CLOSES.tzinfo)
INSTANCE = SimpleNamespace(id="ti", dag_id="quarterly_report", run_id="r", task_id="sign_off", map_index=-1)
EDITION = {
    "quarter": "2026Q3",
    "state": "preliminary",
    "edition": "1",
    "edition_hash": "5f3a",
    "next_step": "sign_off",
    "message": "Руководителю МЦУ: утвердить отчёт.",
    "sign_off_until": CLOSES.isoformat(),
    "notes": ["ПОС: данные по состоянию на 28.09.2026"],
    "key_figures": ["- Доля сообщений с нарушением срока ответа: 5,6 %"],
    "files": [{"name": "svodka_2026Q3_1.xlsx", "path": "/home/reports/2026Q3/1/svodka_2026Q3_1.xlsx"}],
}


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch, quiet_guard: Any) -> list[dict[str, Any]]:
    """The calls of advance_quarter; the report has gone out."""
    calls: list[dict[str, Any]] = []

    def advance(quarter: str, now: dt.datetime, **asked: Any) -> dict[str, Any]:
        assert now.tzinfo is not None
        calls.append({"quarter": quarter, **asked})
        deliveries = [{"recipient": "cur-head@example.org", "state": "sent"}]
        return {**EDITION, "quarter": quarter, "state": "sent", "next_step": "done", "deliveries": deliveries}

    monkeypatch.setattr(pipeline, "advance_quarter", advance)
    return calls


@pytest.mark.parametrize(
    ("due", "quarter"),
    [
        (dt.datetime(2026, 10, 1, 1, 0, tzinfo=dt.UTC), "2026Q3"),
        (dt.datetime(2026, 9, 30, 19, 30, tzinfo=dt.UTC), "2026Q3"),  # already 1 October in Yekaterinburg
        (dt.datetime(2026, 9, 30, 18, 30, tzinfo=dt.UTC), "2026Q2"),
        (dt.datetime(2027, 1, 1, 1, 0, tzinfo=dt.UTC), "2026Q4"),
        (dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC), "2026Q3"),
    ],
)
@pytest.mark.parametrize(("dag_id", "task_id"), [("quarterly_report", "prepare"), ("deadline_guard", "who_must_act")])
def test_a_run_is_about_the_quarter_that_ended_before_it_was_due(
    bag: Any,
    advanced: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    due: dt.datetime,
    quarter: str,
    dag_id: str,
    task_id: str,
) -> None:
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: due)
    call = bag.get_dag(dag_id).task_dict[task_id].python_callable
    parameters = {"params": {"quarter": None, "deliver": False}} if task_id == "prepare" else {}
    call(dag_run=SimpleNamespace(run_after=due), **parameters)
    assert advanced[0]["quarter"] == quarter


def test_a_person_may_name_the_quarter_and_ask_for_delivery(pressed: Any, advanced: list[dict[str, Any]]) -> None:
    pressed("quarterly_report", quarter="2026Q1", deliver=True)
    assert {(call["quarter"], call["deliver"]) for call in advanced} == {("2026Q1", True)}


def test_a_quarter_written_wrong_is_refused_before_anything_runs(bag: Any) -> None:
    from airflow.sdk.exceptions import ParamValidationError

    params = bag.get_dag("quarterly_report").params
    params.validate()
    for wrong in ("2026-3", "3 квартал", "2026Q5"):
        with pytest.raises(ParamValidationError):
            params.get_param("quarter").resolve(wrong)


def test_without_need_of_a_signature_nobody_is_asked_and_it_is_delivered(
    pressed: Any, advanced: list[dict[str, Any]]
) -> None:
    state, tasks, returned = pressed("quarterly_report")
    assert (state, tasks) == ("success", {"prepare": "success", "sign_off": "skipped", "deliver": "success"})
    assert [call.get("decision") for call in advanced] == [None, None]
    assert "example.org" not in str(returned), "addresses have no business in XCom"


def test_prepare_waits_while_the_quarter_waits(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "advance_quarter", lambda *_, **__: {**EDITION, "next_step": "wait"})
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: ASKED)
    task = bag.get_dag("quarterly_report").task_dict["prepare"]
    poke = task.python_callable(
        params={"quarter": "2026Q3", "deliver": False}, dag_run=SimpleNamespace(run_after=ASKED)
    )
    assert not poke
    assert task.mode == "reschedule", "a wait of days must not hold a worker"


def test_the_head_is_asked_about_one_edition_until_the_signature_closes(
    bag: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.sdk.exceptions import TaskAwaitingInput

    asked: dict[str, Any] = {}
    letters: list[tuple[Any, ...]] = []
    monkeypatch.setattr("svodka_dags.sign_off.write_letter", lambda *letter: letters.append(letter))
    place = "airflow.providers.standard.operators.hitl.upsert_hitl_detail"
    monkeypatch.setattr(place, lambda **detail: asked.update(detail))
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: ASKED)
    with pytest.raises(TaskAwaitingInput) as waiting:
        sign_off(bag, EDITION).execute({"task_instance": INSTANCE})
    assert waiting.value.timeout == CLOSES - ASKED
    assert asked["options"] == ["Утвердить", "Отклонить", "Отправить без подписи"]
    assert asked["defaults"] == ["Отправить без подписи"]
    assert "2026Q3" in asked["subject"]
    ((subject, text, roles),) = letters
    assert (subject, roles) == (asked["subject"], ("mcu_head",))
    assert "5,6 %" in text and "svodka_2026Q3_1.xlsx" in text  # nobody signs blind
    assert "/dags/quarterly_report/runs/r/tasks/sign_off/required_actions" in text
    for word in ("5f3a", "ПОС: данные по состоянию на 28.09.2026", "02.10.2026 14:00"):
        assert word in asked["body"]
        assert word in text


def test_a_window_that_has_closed_asks_for_a_moment_only(bag: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.sdk.exceptions import TaskAwaitingInput

    monkeypatch.setattr("airflow.providers.standard.operators.hitl.upsert_hitl_detail", lambda **_: None)
    monkeypatch.setattr("svodka_dags.sign_off.write_letter", lambda *_: None)
    monkeypatch.setattr("airflow.sdk.timezone.utcnow", lambda: CLOSES + dt.timedelta(days=9))
    with pytest.raises(TaskAwaitingInput) as waiting:
        sign_off(bag, EDITION).execute({"task_instance": INSTANCE})
    assert waiting.value.timeout == dt.timedelta(seconds=5), "no timeout at all would wait for ever"


def test_the_time_to_answer_is_not_taken_from_the_tasks_limit(bag: Any) -> None:
    assert bag.get_dag("quarterly_report").task_dict["sign_off"].execution_timeout is None
    assert bag.get_dag("quarterly_report").task_dict["deliver"].execution_timeout


@pytest.mark.parametrize(
    ("chosen", "decision"),
    [("Утвердить", "approve"), ("Отклонить", "reject"), ("Отправить без подписи", "silence")],
)
def test_the_answer_names_the_edition_that_was_shown(bag: Any, chosen: str, decision: str) -> None:
    event = {
        "chosen_options": [chosen],
        "params_input": {},
        "responded_at": ASKED,
        "responded_by_user": {"id": "1", "name": "demo"},
    }
    answer = sign_off(bag, EDITION).execute_complete({}, event)
    assert answer == {"decision": decision, "edition_hash": "5f3a", "decided_by": "demo"}


def test_delivery_is_told_the_decision_and_the_hash(bag: Any, advanced: list[dict[str, Any]]) -> None:
    deliver = bag.get_dag("quarterly_report").task_dict["deliver"].python_callable
    deliver(EDITION, {"decision": "approve", "edition_hash": "5f3a"}, params={"deliver": False})
    assert advanced == [{"quarter": "2026Q3", "deliver": False, "decision": "approve", "edition_hash": "5f3a"}]


def sign_off(bag: Any, edition: dict[str, Any]) -> Any:
    """The sign_off task as it runs: a copy that holds what `prepare` returned."""
    task = bag.get_dag("quarterly_report").task_dict["sign_off"].prepare_for_execution()
    task.edition = edition
    return task


@pytest.mark.parametrize(
    ("step", "state", "decision", "fails"),
    [
        ("done", "sent", "approve", None),
        ("retry", "signed", "approve", "MailWaits"),
        ("act", "signed", "approve", "PersonNeeded"),
        ("act", "preliminary", "reject", None),
        ("act", "preliminary", None, "PersonNeeded"),
        ("act", "sent", None, None),
        ("act", "confirmed", None, None),
        ("sign_off", "preliminary", "approve", "PersonNeeded"),  # a gap, or the privacy gate, keeps the edition back
        ("sign_off", "preliminary", "silence", "PersonNeeded"),
        ("sign_off", "preliminary", "reject", None),
        ("sign_off", "preliminary", None, None),
        ("deliver", "signed", "approve", None),
    ],
)
def test_a_task_is_red_only_when_someone_must_mend_something(
    step: str, state: str, decision: str | None, fails: str | None
) -> None:
    from svodka_dags import quarter_run

    result = {**EDITION, "next_step": step, "state": state}
    if fails is None:
        assert quarter_run.reached(result, decision)["message"] == EDITION["message"]
    else:
        with pytest.raises(getattr(quarter_run, fails), match="утвердить"):
            quarter_run.reached(result, decision)


def test_only_a_waiting_mail_and_foreign_trouble_are_tried_again() -> None:
    from airflow.sdk import RetryAction

    from svodka.errors import SvodkaError
    from svodka.notify import MailWaits
    from svodka_dags.defaults import RETRY_MAIL
    from svodka_dags.quarter_run import PersonNeeded

    errors = (MailWaits(), PersonNeeded(), SvodkaError(), OSError())
    actions = [RETRY_MAIL.evaluate(error, try_number=1, max_tries=5).action for error in errors]
    assert actions == [RetryAction.RETRY, RetryAction.FAIL, RetryAction.FAIL, RetryAction.DEFAULT]


def test_the_run_of_a_system_installed_months_later_sends_nothing(pressed: Any, advanced: list[dict[str, Any]]) -> None:
    for dag_id in ("quarterly_report", "deadline_guard"):
        state, tasks, _ = pressed(dag_id, due=dt.datetime(2025, 4, 1, 1, 0, tzinfo=dt.UTC))
        assert state == "success"
        assert set(tasks.values()) == {"skipped"}
    assert advanced == []
