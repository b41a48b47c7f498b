"""Airflow's own database of one home: its tables, roles and logins, made once and raised with a new version."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import psycopg2

from svodka.services import logins
from svodka.services.errors import ServiceError
from svodka.settings import PROJECT, Settings
from svodka.warehouse import embedded

STATE = "SELECT version_num, (SELECT count(*) FROM ab_user WHERE username = %s AND active) FROM alembic_version"


def prepare(settings: Settings, environment: dict[str, str]) -> bool:
    """Makes or raises the tables and the first logins unless they are of this version; True when there was something
    to do. The first users get their roles of Svodka with it; needs the warehouse to be there."""
    mark = settings.home / "airflow" / "migrated"
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if mark.exists() and mark.read_text() == _wanted_mark(settings):
        return False
    if settings.access.auth_manager == "fab":
        became = settle(settings, environment, logins.first_wishes(settings.home), migrate=True)
        _grant_missing(logins.drop_unmade(settings.home, became))
    else:
        settle(settings, environment, [], migrate=True)
        _grant_missing([logins.SIMPLE], "engineer")
    mark.write_text(_wanted_mark(settings))
    return True


def settle(
    settings: Settings, environment: dict[str, str], wishes: list[logins.Wish], migrate: bool = False
) -> dict[str, str]:
    """What became of each login, by one process of Airflow. Raises ServiceError that names its log."""
    log, answer = settings.home / "logs" / "migrate.log", settings.home / "run" / "accounts.json"
    for file in (log, answer):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    request: dict[str, Any] = {
        "migrate": migrate,
        "roles": json.loads(logins.ROLES_FILE.read_text(encoding="utf-8")),
        "people": [wish.as_request() for wish in wishes],
    }
    with log.open("wb") as words:
        done = subprocess.run(
            [sys.executable, "-m", "svodka_dags.accounts", str(answer)],
            check=False, cwd="/", input=json.dumps(request).encode(), stdout=words, stderr=subprocess.STDOUT,
            env=environment | {"PYTHONPATH": str(PROJECT / "plugins")},
        )  # fmt: skip
    if done.returncode:
        raise ServiceError(f"Таблицы и логины Airflow не готовы (код {done.returncode}); причина в конце файла {log}.")
    return dict(json.loads(answer.read_text(encoding="utf-8")))


def _grant_missing(people: dict[str, str] | list[str], role: str | None = None) -> None:
    """A role of Svodka for those who have none; a first user's login is the name of his role."""
    from svodka import pipeline

    for login in people:
        if pipeline.role_of_login(login) is None:
            pipeline.grant_role(login, role or login, "первый запуск")


def _wanted_mark(settings: Settings) -> str:
    versions = [version(name) for name in ("apache-airflow", "apache-airflow-providers-fab")]
    roles = hashlib.sha256(logins.ROLES_FILE.read_bytes()).hexdigest()[:8]
    return " ".join([*versions, settings.access.auth_manager, roles, _state(settings)])


def _state(settings: Settings) -> str:
    """The revision of the tables that are there, and whether the service can log in: a person may have deleted it."""
    url = embedded.airflow_url(settings.home).replace("+psycopg2", "")
    try:
        link = psycopg2.connect(url)
        try:
            with link.cursor() as cursor:
                cursor.execute(STATE, (logins.SERVICE,))
                row = cursor.fetchone()
        finally:
            link.close()
    except psycopg2.errors.UndefinedTable:
        return "none"
    return f"{row[0]} {row[1]}" if row else "none"
