"""How Airflow is set up in one home: its whole configuration as environment variables."""

from __future__ import annotations

import base64
import json
import os
import secrets as random
import sys
from pathlib import Path

from svodka.services import logins
from svodka.settings import PROJECT, Settings
from svodka.warehouse import embedded
from svodka.warehouse.embedded.secrets import path as secret_path
from svodka.warehouse.embedded.secrets import secret

MANAGERS = {
    "fab": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
    "simple": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
}
# What the caller's shell may hold and ours must not; a start without compiled modules takes twice as long.
FOREIGN = ("AIRFLOW", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PG")


def environment(settings: Settings, web: int, dags: Path) -> dict[str, str]:
    """The environment of Airflow's processes; `web` is the web address's port. No AIRFLOW… of the caller is kept."""
    home = settings.home
    url = embedded.airflow_url(home)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return kept | {
        "SVODKA_HOME": str(home),
        "AIRFLOW_HOME": str(home / "airflow"),
        "PYTHONUNBUFFERED": "1",
        "GX_ANALYTICS_ENABLED": "false",
        **_core(settings, web, dags),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": url.replace("+psycopg2", "+asyncpg"),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(web),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{web}",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__INSTANCE_NAME": "Сводка",
        "AIRFLOW__API__SECRET_KEY": secret(home, "airflow.api"),
        "AIRFLOW__FAB__CONFIG_FILE": str(PROJECT / "config" / "webserver_config.py"),
        "AIRFLOW__FAB__CUSTOM_ROLES": json.dumps(json.loads(logins.ROLES_FILE.read_text(encoding="utf-8"))),
        "AIRFLOW__API_AUTH__JWT_SECRET": secret(home, "airflow.jwt", lambda: random.token_urlsafe(64)),
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "30",
        # A supervisor that misses its task's end by a hair holds the slot until the next heartbeat: 1 s, not 5.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs" / "airflow"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(home / "logs" / "airflow" / "dag_processor"),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        # A scheduler is dead after 30 s without a heartbeat; what it ran is put back then, not 5 minutes later.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
    }


def _core(settings: Settings, web: int, dags: Path) -> dict[str, str]:
    core = {
        "DAGS_FOLDER": str(dags),
        "PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "EXECUTOR": "LocalExecutor",
        "PARALLELISM": str(2 * (os.cpu_count() or 2)),
        "LOAD_EXAMPLES": "False",
        # On one machine what failed is usually whole again in a minute; each next wait is twice as long.
        "DEFAULT_TASK_RETRY_DELAY": "60",
        "DEFAULT_TIMEZONE": settings.timezone,
        "FERNET_KEY": secret(settings.home, "airflow.fernet", _fernet_key),
        "EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{web}/execution/",
        "AUTH_MANAGER": MANAGERS[settings.access.auth_manager],
        "SIMPLE_AUTH_MANAGER_USERS": f"{logins.SIMPLE}:admin",
        "SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(secret_path(settings.home, logins.SIMPLE_PASSWORDS)),
    }
    return {f"AIRFLOW__CORE__{name}": value for name, value in core.items()}


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def credentials(settings: Settings) -> tuple[str, str]:
    """Login and password of our own commands at Airflow's REST API."""
    if settings.access.auth_manager == "simple":
        return logins.SIMPLE, logins.simple_password(settings.home)
    return logins.SERVICE, logins.service_password(settings.home)


def command(*words: str) -> list[str]:
    """An `airflow …` command of this virtual environment."""
    return [sys.executable, "-m", "airflow", *words]
