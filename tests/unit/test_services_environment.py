"""Airflow's configuration of a home: what must be said is said, what the caller had is not."""

import json
import os
from pathlib import Path

import pytest

from svodka.services import airflow
from svodka.settings import PROJECT, load_settings


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path / "a home"))
    monkeypatch.setenv("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    monkeypatch.setenv("AIRFLOW_HOME", "/somewhere/else")
    monkeypatch.setenv("PGHOST", "db.example.org")
    return airflow.environment(load_settings(), 8080, PROJECT / "dags")


def test_the_callers_airflow_is_not_ours(environment: dict[str, str], tmp_path: Path) -> None:
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert environment["AIRFLOW_HOME"] == str(tmp_path / "a home" / "airflow")
    assert "PGHOST" not in environment


def test_what_the_design_asks_for_is_set(environment: dict[str, str]) -> None:
    assert environment["AIRFLOW__CORE__PARALLELISM"] == str(2 * (os.cpu_count() or 2))
    assert environment["AIRFLOW__CORE__DEFAULT_TIMEZONE"] == "Asia/Yekaterinburg"
    assert environment["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert environment["AIRFLOW__API__WORKERS"] == "1"
    assert environment["AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT"] == "30"
    assert environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC"].startswith("postgresql+asyncpg://airflow:")
    assert len(environment["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64


def test_the_password_is_made_once_where_airflow_looks(environment: dict[str, str]) -> None:
    home = load_settings().home
    password = airflow.password(home)
    kept = Path(environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    assert json.loads(kept.read_text()) == {"demo": password}
    assert airflow.password(home) == password
    assert kept.stat().st_mode & 0o077 == 0
