"""Browsers without a browser: each user's client of the real application, with Airflow's own login tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from svodka import pipeline
from tests.airflow_home import shared_airflow_home
from tests.warehouse_fixtures import *  # noqa: F403

ORIGIN = "http://testserver"
NOW = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)  # a Monday, 09:00 in the town
TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Page:
    """One user's client: his requests carry Airflow's own token in its own cookie."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(f"/svodka{path}", **options)

    def text(self, path: str) -> str:
        """The page at the path, which must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def post(self, path: str, fields: dict[str, Any] | None = None, seen: str = "/today", **options: Any) -> Any:
        """Sends a form as the page at `seen` would: with the token that it carries, from our own origin."""
        found = TOKEN.search(self.text(seen))
        assert found, f"the page {seen} carries no token"
        options.setdefault("headers", {"origin": ORIGIN})
        return self.client.post(f"/svodka{path}", data={"token": found[1], **(fields or {})}, **options)


@pytest.fixture(scope="session", autouse=True)
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared_airflow_home(tmp_path_factory)


@pytest.fixture(scope="session")
def mounted(airflow_home: Path) -> Iterator[Any]:
    """The application as Airflow mounts it: under /svodka, behind its auth manager."""
    from airflow.api_fastapi.app import init_auth_manager
    from fastapi import FastAPI

    from svodka.web import app
    from svodka.web.moment import now

    outer = FastAPI()
    init_auth_manager(outer)
    outer.mount("/svodka", app)
    app.dependency_overrides[now] = lambda: NOW
    yield outer
    app.dependency_overrides.clear()


@pytest.fixture
def stranger(mounted: Any, home: Path) -> TestClient:
    """A browser that has not logged in."""
    return TestClient(mounted, base_url=ORIGIN, follow_redirects=False)


@pytest.fixture
def login(mounted: Any, home: Path) -> Callable[[str], Page]:
    """Logs a user in at Airflow; a role of Svodka he gets by `as_role`."""

    def enter(name: str) -> Page:
        from airflow.api_fastapi.app import get_auth_manager
        from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

        token = get_auth_manager().generate_jwt(SimpleAuthManagerUser(username=name, role="viewer"))
        return Page(TestClient(mounted, base_url=ORIGIN, follow_redirects=False, cookies={"_token": token}))

    return enter


@pytest.fixture
def as_role(login: Callable[[str], Page]) -> Callable[[str], Page]:
    """A logged-in user who holds the role; his login is the role's name."""

    def hold(role: str) -> Page:
        pipeline.grant_role(role, role, "test", NOW)
        return login(role)

    return hold
