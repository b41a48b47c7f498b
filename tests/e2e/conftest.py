"""One demonstration on the real scheduler for the whole ring: `python -m svodka.demo` in a home of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from svodka.demo.__main__ import DEMO_POLICY
from svodka.services import down, logins
from svodka.services.rest import Airflow
from svodka.services.supervisor import web_url
from svodka.settings import PROJECT
from svodka.warehouse import embedded
from svodka.warehouse.engine import Warehouse

# The services are started with these by the demonstration; a later `up` with others would start them all anew.
POLICY = {f"SVODKA_POLICY__{name}": value for name, value in DEMO_POLICY.items()}


@dataclass(frozen=True)
class Demo:
    """A home in which the demonstration has come to its end, its services up."""

    home: Path
    said: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SVODKA_", "AIRFLOW"))}
        return kept | {"SVODKA_HOME": str(self.home), "PYTHONPATH": str(PROJECT / "plugins"), "LC_ALL": "C", **POLICY}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`python …` in this home."""
        return subprocess.run(
            [sys.executable, *words], env=self.environment, capture_output=True, text=True, check=False,
            encoding="utf-8", timeout=900,
        )  # fmt: skip

    @property
    def warehouse(self) -> Warehouse:
        return Warehouse(embedded.ensure_running(self.home))

    @property
    def airflow(self) -> Airflow:
        url = web_url(self.home)
        assert url is not None
        return Airflow(url, logins.SERVICE, logins.service_password(self.home))

    @property
    def first_passwords(self) -> dict[str, str]:
        """Login → first password, as the person at the terminal has read them: no file keeps them."""
        return dict(re.findall(r"^  (secretary|head|engineer) / (\S+)", self.said, re.MULTILINE))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("demo") / "a home"
    try:
        done = Demo(home, "").run("-m", "svodka.demo")
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        yield Demo(home, done.stdout)
    finally:
        down(home)
