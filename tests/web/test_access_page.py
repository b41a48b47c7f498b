"""No route answers a stranger, a login without a role, or a role without the right; a write needs its token."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from svodka import pipeline
from svodka.access.roles import HOLDERS, Right, Role
from svodka.warehouse.engine import Warehouse, scalar
from tests.web.conftest import NOW, ORIGIN, Page
from tests.web_routes import routes


def test_a_stranger_is_refused_everywhere(stranger: TestClient) -> None:
    answers = {(method, path): stranger.request(method, path).status_code for method, path in routes()}
    assert answers and set(answers.values()) == {401}, answers


def test_a_login_without_a_role_is_refused_everywhere(login: Callable[[str], Page]) -> None:
    client = login("nobody").client
    answers = {(method, path): client.request(method, path).status_code for method, path in routes()}
    assert answers and set(answers.values()) == {403}, answers


@pytest.mark.parametrize("role", list(Role))
def test_a_write_without_its_token_is_refused(as_role: Callable[[str], Page], role: Role) -> None:
    client = as_role(role).client
    writes = [(method, path) for method, path in routes() if method != "GET"]
    answers = {(method, path): client.request(method, path).status_code for method, path in writes}
    assert set(answers.values()) <= {403}, answers


def test_the_body_of_one_who_may_not_is_never_read(as_role: Callable[[str], Page], monkeypatch: Any) -> None:
    async def unread(*_: Any) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr("starlette.requests.Request.form", unread)
    answer = as_role("member").client.post("/svodka/upload", data={"token": "x"}, headers={"origin": ORIGIN})
    assert answer.status_code == 403 and "загружать выгрузки" in answer.text


def test_a_foreign_page_cannot_write_with_a_stolen_token(as_role: Callable[[str], Page]) -> None:
    engineer = as_role("engineer")
    answer = engineer.post(
        "/access/grant", {"login": "x", "role": "head"}, "/access", headers={"origin": "http://evil"}
    )
    assert answer.status_code == 403
    cross_site = {"origin": ORIGIN, "sec-fetch-site": "cross-site"}
    answer = engineer.post("/access/grant", {"login": "x", "role": "head"}, "/access", headers=cross_site)
    assert answer.status_code == 403
    assert pipeline.role_of_login("x") is None


def test_a_token_is_of_one_login(as_role: Callable[[str], Page]) -> None:
    from svodka.web import write_token

    engineer = as_role("engineer")
    fields = {"token": write_token.token("head"), "login": "x", "role": "head"}
    answer = engineer.client.post("/svodka/access/grant", data=fields, headers={"origin": ORIGIN})
    assert answer.status_code == 403 and pipeline.role_of_login("x") is None


def test_each_right_has_a_holder_and_everyone_may_read() -> None:
    assert set(HOLDERS) == set(Right)
    assert all(HOLDERS.values()) and HOLDERS[Right.READ] == set(Role)


def test_a_role_is_granted_and_withdrawn_on_the_page(as_role: Callable[[str], Page]) -> None:
    head = as_role("head")
    answer = head.post("/access/grant", {"login": "ivanova", "role": "analyst"}, "/access")
    assert answer.status_code == 303 and pipeline.role_of_login("ivanova") == "analyst"
    shown = head.text("/access")
    assert "ivanova" in shown and shown.index("<summary>Снять роль") < shown.index("/access/revoke"), "two steps"
    head.post("/access/revoke", {"login": "ivanova"}, "/access")
    assert pipeline.role_of_login("ivanova") is None


def test_nobody_takes_his_own_last_right_to_grant(as_role: Callable[[str], Page]) -> None:
    engineer = as_role("engineer")
    answer = engineer.post("/access/revoke", {"login": "engineer"}, "/access")
    assert answer.status_code == 409 and pipeline.role_of_login("engineer") == "engineer"


@pytest.mark.parametrize("role", sorted(set(Role) - HOLDERS[Right.GRANT]))
def test_only_holders_of_the_right_see_the_roles(as_role: Callable[[str], Page], role: Role) -> None:
    answer = as_role(role).get("/access")
    assert answer.status_code == 403 and "назначать роли" in answer.text


def test_a_role_that_is_not_there_is_refused_in_words(as_role: Callable[[str], Page]) -> None:
    answer = as_role("head").post("/access/grant", {"login": "x", "role": "king"}, "/access")
    assert answer.status_code == 400 and "king" in answer.text


def test_a_login_holds_one_role_and_its_past_stays(home: Any, warehouse: Warehouse) -> None:
    assert pipeline.grant_role("petrov", "member", "test", NOW)
    assert not pipeline.grant_role("petrov", "member", "test", NOW)
    assert pipeline.grant_role("petrov", "analyst", "test", NOW)
    with warehouse.begin() as conn:
        assert scalar(conn, "SELECT count(*) FROM meta.role_grant WHERE login = 'petrov'") == 2
    assert [one["role"] for one in pipeline.granted_roles()] == ["analyst"]


def test_two_who_grant_at_once_leave_one_role(home: Any, warehouse: Warehouse) -> None:
    """The second waits for the first and then gives his own in its place."""
    with ThreadPoolExecutor(4) as pool:
        roles = ["member", "analyst", "curator", "secretary"] * 3
        granted = list(pool.map(lambda role: pipeline.grant_role("petrov", role, "test", NOW), roles))
    assert any(granted)
    with warehouse.begin() as conn:
        assert scalar(conn, "SELECT count(*) FROM meta.role_grant WHERE revoked_at IS NULL") == 1
