"""The head's answer on the page: handed to Airflow's waiting task in his own name, and to no other one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import Depends, FastAPI, HTTPException

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.delivery.sign_off_options import Asked, edition_line
from svodka.report import edition as editions
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from svodka.web import write_token
from tests import report_sample as sample
from tests.delivery_desk import Desk, light_files
from tests.mail_sink import running
from tests.web.conftest import NOW, ORIGIN, Page

AsRole = Callable[[str], Page]
SIGN, SEEN = "/reports/2026Q3/sign", "/reports/2026Q3"
WHY = "задвоены обращения по дорогам"
DETAILS = "/api/v2/dags/quarterly_report/dagRuns"


@dataclass
class FakeAirflow:
    """Stands in for Airflow's two routes of questions; who asks is told by Airflow's own login token.

    `status`: what it answers with to everything from now on.
    """

    details: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    status: int = 200

    def ask(self, edition: dict[str, Any], quarter: str = "2026Q3", **changes: Any) -> None:
        line = edition_line(Asked(quarter, edition["edition"], edition["edition_hash"]))
        task = {"dag_run_id": "manual__2026-10-01T01:00:00+00:00", "task_id": "sign_off", "map_index": -1}
        self.details.insert(
            0,
            {
                "body": f"{line}\n\nдальше", "options": ["Утвердить", "Отклонить", "Отправить без подписи"],
                "response_received": False, "responded_at": None, "responded_by_user": None, "chosen_options": None,
                "task_instance": {**task, "state": "awaiting_input"}, **changes,
            },
        )  # fmt: skip

    def app(self) -> FastAPI:
        from airflow.api_fastapi.core_api.security import get_user

        app = FastAPI()

        @app.get(f"{DETAILS}/~/hitlDetails")
        def listed(_: Any = Depends(get_user)) -> dict[str, Any]:
            self.fail()
            return {"hitl_details": self.details, "total_entries": len(self.details)}

        @app.patch(DETAILS + "/{run}/taskInstances/{task}/{map_index}/hitlDetails")
        def answered(run: str, payload: dict[str, Any], user: Any = Depends(get_user)) -> dict[str, Any]:
            self.fail()
            self.answers.append((run, user.get_name(), payload))
            return payload

        return app

    def fail(self) -> None:
        if self.status == 500:
            raise RuntimeError("no database")
        if self.status != 200:
            raise HTTPException(self.status)


@pytest.fixture
def fake() -> Iterator[FakeAirflow]:
    from svodka.web import app
    from svodka.web.airflow_tasks import door

    stand_in = FakeAirflow()
    inner = stand_in.app()
    app.dependency_overrides[door] = lambda: lambda: inner
    yield stand_in
    app.dependency_overrides.pop(door)


@pytest.fixture
def desk(warehouse: Warehouse, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


@pytest.fixture
def edition(desk: Desk, fake: FakeAirflow) -> dict[str, Any]:
    """Waits for the head, and so does Airflow's task about it."""
    shown = desk.advance("2026-10-01 07:00")
    fake.ask(shown)
    return shown


def signed(page: Page, edition: dict[str, Any], choice: str = "approve", login: str = "head", **more: Any) -> Any:
    """The form as a page that was opened earlier sends it."""
    fields = {"edition_hash": edition["edition_hash"], "choice": choice, "token": write_token.token(login), **more}
    return page.client.post(f"/svodka{SIGN}", data=fields, headers={"origin": ORIGIN})


def test_once_there_is_a_head_only_his_answer_is_a_signature(home: Any) -> None:
    pipeline.grant_role("ivanova", "secretary", "test", NOW)
    assert pipeline.refused_signature("anybody") is None, "nobody may sign yet: the report must not stand still"
    pipeline.grant_role("petrov", "head", "test", NOW)
    assert pipeline.refused_signature("petrov") is None
    told = pipeline.refused_signature("ivanova") or ""
    assert "вход ivanova (роль «секретарь»)" in told and "руководитель МЦУ" in told
    for stranger in (None, "", "anybody@example.org"):
        told = pipeline.refused_signature(stranger) or ""
        assert "роли в «Сводке» нет" in told and "example.org" not in told
    pipeline.revoke_role("petrov", "test", NOW)
    assert pipeline.refused_signature("ivanova") is None


def test_approval_answers_the_waiting_task_in_the_heads_name(
    edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    head = as_role("head")
    assert "Утвердить" in head.text(SEEN) and edition["edition_hash"] in head.text(SEEN)
    answer = signed(head, edition)
    assert answer.status_code == 303, answer.text
    ((run, login, payload),) = fake.answers
    assert (run, login) == ("manual__2026-10-01T01:00:00+00:00", "head")
    assert payload == {"chosen_options": ["Утвердить"], "params_input": {"reason": None, "waive": []}}
    assert "отчёт утверждён" in head.text(answer.headers["location"].removeprefix("/svodka"))


def test_a_rejection_carries_its_reason_and_is_none_without_it(
    edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    head = as_role("head")
    answer = signed(head, edition, "reject", reason=" нет ")
    assert answer.status_code == 400 and "впишите причину" in answer.text and not fake.answers
    answer = signed(head, edition, "reject", reason="у Сидоровой Марии Ивановны, +7 912 345-67-89, нет ответа")
    assert answer.status_code == 400 and "без персональных данных" in answer.text.replace("\n", " ")
    assert signed(head, edition, "reject", reason=f"  {WHY}\n").status_code == 303
    assert fake.answers[0][2] == {"chosen_options": ["Отклонить"], "params_input": {"reason": WHY, "waive": []}}


def test_nobody_but_the_head_is_offered_to_sign_or_can(
    edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    for role in sorted(set(Role) - HOLDERS[Right.SIGN]):
        page = as_role(role)
        assert 'value="approve"' not in page.text(SEEN) and "отклоняет отчёт руководитель МЦУ" in page.text(SEEN)
        answer = signed(page, edition, login=role)
        assert answer.status_code == 403 and "не даёт права" in answer.text and not fake.answers


def test_an_edition_remade_since_the_page_was_opened_is_not_signed(
    desk: Desk, edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    desk.late = "3"
    desk.advance("2026-10-01 12:00")
    answer = signed(as_role("head"), edition)
    assert answer.status_code == 409 and "показатели изменились" in answer.text and not fake.answers


def test_a_task_that_asks_about_another_edition_is_not_answered(
    desk: Desk, edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    desk.late = "3"
    remade = desk.advance("2026-10-01 12:00")
    head = as_role("head")
    assert 'value="approve"' not in head.text(SEEN) and "Запустите «Квартальный отчёт»" in head.text(SEEN)
    answer = signed(head, remade)
    assert answer.status_code == 409 and "не открыт" in answer.text and not fake.answers


def test_of_two_runs_the_one_that_asks_about_this_edition_is_answered(
    edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    elsewhere = {"dag_run_id": "other", "task_id": "sign_off", "map_index": -1, "state": "awaiting_input"}
    fake.ask({**edition, "edition_hash": "abc0"}, task_instance=elsewhere)
    fake.ask(edition, quarter="2026Q2", task_instance=elsewhere)
    fake.ask(edition, body="Редакция отчёта: вопрос чужого DAG", task_instance=elsewhere)
    assert signed(as_role("head"), edition).status_code == 303
    assert [run for run, _, _ in fake.answers] == ["manual__2026-10-01T01:00:00+00:00"]


def test_an_answered_question_says_by_whom_and_is_not_answered_twice(
    edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole
) -> None:
    fake.details.clear()
    said = {"response_received": True, "responded_at": "2026-10-01T05:30:00Z", "chosen_options": ["Утвердить"]}
    fake.ask(edition, **said, responded_by_user={"id": "3", "name": "petrov@example.org"})
    head = as_role("head")
    page = head.text(SEEN)
    assert "Ответ уже дан: «Утвердить», вход petrov, 01.10.2026 10:30" in page and 'value="approve"' not in page
    answer = signed(head, edition)
    assert answer.status_code == 409 and "уже ответили" in answer.text and not fake.answers


REFUSALS = [(403, 403, "не разрешает вашему логину"), (409, 409, "уже ответили"), (500, 409, "Airflow не отвечает")]


def test_what_airflow_refuses_is_one_sentence(edition: dict[str, Any], fake: FakeAirflow, as_role: AsRole) -> None:
    head = as_role("head")
    for fake.status, code, words in REFUSALS:
        assert words in head.text(SEEN), "the rest of the page is shown all the same"
        answer = signed(head, edition)
        assert answer.status_code == code and "Ответ не передан" in answer.text
        assert words in answer.text and "no database" not in answer.text


def test_a_gap_is_let_pass_with_the_approval_or_it_is_none(
    desk: Desk, fake: FakeAirflow, as_role: AsRole, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = settings.policy.model_copy(update={"at_cutoff": "hold"})
    held = settings.model_copy(update={"policy": hold})
    monkeypatch.setattr("svodka.pipeline.reports.load_settings", lambda: held)
    desk.set_policy(at_cutoff="hold")
    desk.gap = True
    shown = desk.advance("2026-10-02 12:30")
    fake.ask(shown)
    head = as_role("head")
    assert "СЭД: нет выгрузок за 29.09.2026–30.09.2026" in head.text(SEEN)
    answer = signed(head, shown)
    assert answer.status_code == 400 and "отметьте, что пробел отпущен" in answer.text and not fake.answers
    assert signed(head, shown, waive=["sed", "pos"]).status_code == 303
    assert fake.answers[0][2]["params_input"] == {"reason": None, "waive": ["sed"]}, "only what is asked about"


def test_a_report_that_asks_for_no_word_takes_none(desk: Desk, fake: FakeAirflow, as_role: AsRole) -> None:
    shown = desk.advance("2026-10-01 07:00")
    fake.ask(shown)
    desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"])
    head = as_role("head")
    assert 'value="approve"' not in head.text(SEEN)
    answer = signed(head, shown)
    assert answer.status_code == 409 and "решения уже не ждёт" in answer.text and not fake.answers


def test_the_correction_of_a_report_that_is_out_is_signed_here_too(
    desk: Desk, fake: FakeAirflow, as_role: AsRole
) -> None:
    shown = desk.advance("2026-10-01 07:00")
    desk.advance("2026-10-01 10:00", decision="approve", edition_hash=shown["edition_hash"])
    desk.late = "3"
    out = desk.advance("2026-10-08 09:00", by_itself=False)
    fake.ask(out["correction"])
    head = as_role("head")
    assert "Без решения руководителя она не уйдёт" in head.text(SEEN)
    assert signed(head, out["correction"]).status_code == 303 and len(fake.answers) == 1
