"""Access as a town has it by default: FAB, several people, over the real api-server."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from svodka.services import logins, people
from svodka.services.rest import Airflow
from svodka.services.supervisor import web_url
from svodka.settings import PROJECT
from tests.e2e.conftest import Demo

ROUTES = """
import json, os, sys
os.environ["AIRFLOW_HOME"], sys.path[:0] = os.environ["SVODKA_HOME"] + "/airflow", [sys.argv[1]]
from tests.web_routes import routes
print("\\n" + json.dumps(list(routes())))
"""
CSRF = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
NO_ANSWER = {"chosen_options": ["ничего из этого"], "params_input": {}}
A_DAY = {
    "dag_id": "pos_daily",
    "from_date": "2026-09-24T00:00:00+05:00",
    "to_date": "2026-09-24T00:00:00+05:00",
    "run_backwards": False,
    "dag_run_conf": {},
    "reprocess_behavior": "completed",
    "max_active_runs": 1,
}


def url_of(demo: Demo) -> str:
    url = web_url(demo.home)
    assert url is not None
    return url


@pytest.fixture(scope="session")
def routes(demo: Demo) -> list[tuple[str, str]]:
    """The routes of the application, asked in a process of its own: Airflow would take its settings from ours."""
    done = demo.run("-c", ROUTES, str(PROJECT))
    assert done.returncode == 0, done.stderr[-2000:]
    found = [(method, path) for method, path in json.loads(done.stdout.splitlines()[-1])]
    assert ("GET", "/svodka/access") in found
    return found


@pytest.fixture(scope="session")
def logged_in(demo: Demo) -> Callable[[str, str], httpx.Client]:
    """A client with Airflow's token for a login and its password."""

    def log_in(login: str, password: str) -> httpx.Client:
        return Airflow(url_of(demo), login, password).client

    return log_in


@pytest.fixture(scope="session")
def browser(demo: Demo) -> httpx.Client:
    """The head, logged in by the form that he sees, with the first password that the terminal has shown."""
    client = httpx.Client(base_url=url_of(demo), timeout=60, trust_env=False)
    page = client.get("/auth/login/")
    token = CSRF.search(page.text)
    assert token and "Введите логин и пароль" in page.text
    fields = {"csrf_token": token[1], "username": "head", "password": demo.first_passwords["head"]}
    assert client.post("/auth/login/", data=fields).status_code == 302
    assert "_token" in client.cookies
    return client


def answers(client: httpx.Client, routes: list[tuple[str, str]]) -> set[int]:
    return {client.request(method, path).status_code for method, path in routes}


def test_a_stranger_is_refused_on_every_route(demo: Demo, routes: list[tuple[str, str]]) -> None:
    with httpx.Client(base_url=url_of(demo), trust_env=False, timeout=60) as stranger:
        assert answers(stranger, routes) == {401}


def test_a_user_without_a_role_is_refused_on_every_route(
    demo: Demo, routes: list[tuple[str, str]], logged_in: Callable[[str, str], httpx.Client]
) -> None:
    service = logged_in(logins.SERVICE, logins.service_password(demo.home))
    assert answers(service, routes) == {403}


def test_the_head_finds_the_pages_in_the_menu_and_opens_one(browser: httpx.Client) -> None:
    plugins = browser.get("/api/v2/plugins").json()["plugins"]
    assert [view["name"] for plugin in plugins for view in plugin["external_views"]] == ["Сводка"]
    assert browser.get("/api/v2/plugins/importErrors").json()["total_entries"] == 0
    page = browser.get("/svodka/access")
    assert page.status_code == 200
    assert all(login in page.text for login in ("secretary", "head", "engineer"))


@pytest.mark.parametrize(("login", "may_sign"), [("secretary", False), ("head", True), ("engineer", True)])
def test_who_may_sign_and_who_may_load_again(
    demo: Demo, logged_in: Callable[[str, str], httpx.Client], login: str, may_sign: bool
) -> None:
    """The demonstration's question is answered by silence, and the answer here is none of its options: whoever may
    answer is told so, the others are refused."""
    client = logged_in(login, demo.first_passwords[login])
    run = demo.airflow.runs("quarterly_report")[0]["dag_run_id"]
    task = f"/api/v2/dags/quarterly_report/dagRuns/{run}/taskInstances/sign_off/-1/hitlDetails"
    assert client.patch(task, json=NO_ANSWER).status_code in ((400, 404, 409) if may_sign else (403,))
    assert client.post("/api/v2/backfills/dry_run", json=A_DAY).status_code == 200


def test_only_the_engineer_sees_connections_and_logins(
    demo: Demo, logged_in: Callable[[str, str], httpx.Client]
) -> None:
    for login, status in (("secretary", 403), ("head", 403), ("engineer", 200)):
        client = logged_in(login, demo.first_passwords[login])
        assert client.get("/api/v2/connections").status_code == status
        assert client.get("/auth/fab/v1/users").status_code == status


def test_first_passwords_are_shown_once_and_kept_nowhere(demo: Demo) -> None:
    assert set(demo.first_passwords) == {"secretary", "head", "engineer"}
    again = demo.run("-m", "svodka.services", "up")
    assert again.returncode == 0 and "make password" in again.stdout
    kept = b"".join(file.read_bytes() for file in demo.home.rglob("*") if is_ours(demo, file))
    for word in demo.first_passwords.values():
        assert word not in again.stdout and word.encode() not in kept


def test_everyone_finds_where_to_change_his_own_password(demo: Demo, browser: httpx.Client) -> None:
    assert people.OWN_PASSWORD in demo.said
    assert "Пароль" in browser.get(people.OWN_PASSWORD).text


def is_ours(demo: Demo, file: Any) -> bool:
    return file.is_file() and file.relative_to(demo.home).parts[0] in ("secrets", "run", "logs", "airflow")


def test_a_new_person_and_a_new_password(demo: Demo, logged_in: Callable[[str, str], httpx.Client]) -> None:
    made = demo.run("-m", "svodka.services", "user", "petrova", "analyst")
    assert made.returncode == 0, made.stderr
    first = made.stdout.split(" / ")[1].strip()
    assert logged_in("petrova", first).get("/svodka/access").status_code == 403  # an analyst grants no roles
    assert logged_in("petrova", first).get("/svodka/").status_code < 400
    changed = demo.run("-m", "svodka.services", "password", "petrova")
    assert changed.returncode == 0, changed.stderr
    body = {"username": "petrova", "password": first}
    assert httpx.post(f"{url_of(demo)}/auth/token", json=body, trust_env=False).status_code == 401
    logged_in("petrova", changed.stdout.split(" / ")[1].strip())
