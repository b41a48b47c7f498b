"""A real browser on the real Airflow of a town with fifteen months of invented messages; slow, one home a session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from svodka.services import down
from svodka.settings import PROJECT
from svodka.warehouse import embedded
from svodka.warehouse.engine import Warehouse
from tests.debian.conftest import program

POLICY = {"INTAKE_HOURS": "00-24", "SETTLE_SECONDS": "2", "SIGN_OFF_SECONDS": "3600"}
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@dataclass(frozen=True)
class Town:
    """Where it answers, and the first passwords of its logins: secretary, head, engineer."""

    home: Path
    url: str
    passwords: dict[str, str]

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(embedded.ensure_running(self.home))

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`svodka …` in this home."""
        code = "from svodka.cli import main; main()"
        return in_home(self.home, "-c", code, *words)


def in_home(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SVODKA_", "AIRFLOW"))}
    policy = {f"SVODKA_POLICY__{name}": value for name, value in POLICY.items()}
    path = os.pathsep.join((str(PROJECT / "plugins"), str(PROJECT)))
    return subprocess.run(
        [sys.executable, *words], env=kept | policy | {"SVODKA_HOME": str(home), "PYTHONPATH": path}, check=False,
        capture_output=True, text=True, encoding="utf-8", timeout=900,
    )  # fmt: skip


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    home = tmp_path_factory.mktemp("browser") / "a home"
    try:
        done = in_home(home, "-m", "tests.browser.town")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        yield Town(home, **json.loads(done.stdout.splitlines()[-1]))
    finally:
        down(home)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; for one file, as an event loop runs in the thread while it is open."""
    from playwright.sync_api import sync_playwright

    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """What each login's browser keeps once he has logged in: Airflow lets nobody try a password many times a minute."""
    return {}


@pytest.fixture
def enter(town: Town, chromium: Any, cookies: dict[str, Any]) -> Iterator[Callable[..., Any]]:
    """Logs a person in as people do, by Airflow's own form, once; returns the browser's page."""
    contexts = []

    def log_in(login: str, size: str = "wide", scheme: str = "light") -> Any:
        context = chromium.new_context(
            viewport=SIZES[size], color_scheme=scheme, locale="ru-RU", timezone_id="Asia/Yekaterinburg",
            storage_state=cookies.get(login),
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{town.url}/")
        if login in cookies:
            return page
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", town.passwords[login])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/auth/login" not in url)
        cookies[login] = context.storage_state()
        return page

    yield log_in
    for context in contexts:
        context.close()
