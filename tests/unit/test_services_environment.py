"""Airflow's configuration of a home: what must be said is said, what the caller had is not."""

import json
import os
from pathlib import Path

import pytest

from svodka.services import airflow, logins
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


def test_people_have_logins_of_their_own_by_default(environment: dict[str, str]) -> None:
    assert environment["AIRFLOW__CORE__AUTH_MANAGER"].endswith(".FabAuthManager")
    assert json.loads(environment["AIRFLOW__FAB__CUSTOM_ROLES"]) == json.loads(logins.ROLES_FILE.read_text())
    assert environment["AIRFLOW__FAB__CUSTOM_ROLES"].isascii()
    assert Path(environment["AIRFLOW__FAB__CONFIG_FILE"]).is_file()
    login, password = airflow.credentials(load_settings())
    assert login == logins.SERVICE and password == airflow.credentials(load_settings())[1]


def test_one_login_for_whoever_asks_for_it(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVODKA_ACCESS__AUTH_MANAGER", "simple")
    simple = airflow.environment(load_settings(), 8080, PROJECT / "dags")
    assert simple["AIRFLOW__CORE__AUTH_MANAGER"].endswith(".SimpleAuthManager")
    assert simple["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"] == "demo:admin"
    login, password = airflow.credentials(load_settings())
    kept = Path(simple["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    assert json.loads(kept.read_text()) == {login: password}
    assert kept.stat().st_mode & 0o077 == 0
