"""A throw-away home of Airflow for one process of tests: configured by a file, metadata in SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

from svodka.settings import PROJECT

CONFIGURATION = """
[core]
dags_folder = {project}/dags
plugins_folder = {project}/plugins
load_examples = False
default_timezone = Asia/Yekaterinburg
simple_auth_manager_all_admins = True
[api]
base_url = http://127.0.0.1:8080
[api_auth]
jwt_secret = a-secret-of-tests-that-is-long-enough-for-sha-512-and-used-nowhere-else-at-all
[database]
sql_alchemy_conn = sqlite:///{home}/airflow.db
[logging]
base_log_folder = {home}/logs
"""


_homes: list[Path] = []


def shared_airflow_home(factory: pytest.TempPathFactory) -> Path:
    """Makes Airflow's home here, for the rest of the process: not by AIRFLOW__… variables, which would leak into the
    processes of e2e tests."""
    if _homes:
        return _homes[0]
    home = factory.mktemp("airflow")
    (home / "airflow.cfg").write_text(CONFIGURATION.format(project=PROJECT, home=home), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_HOME", str(home))
        from airflow import settings
        from airflow.configuration import AIRFLOW_HOME
        from airflow.utils.db import initdb

        assert str(home) == AIRFLOW_HOME, "another test has imported Airflow before its home was set"
        settings.initialize()
        initdb()
    _homes.append(home)
    return home
