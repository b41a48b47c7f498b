"""Up, down and status of all services of one home."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from svodka.services import airflow, metadata, ports, processes, rest
from svodka.services.errors import ServiceError
from svodka.settings import PROJECT, Settings
from svodka.warehouse import embedded

# In the order of starting; stopping goes backwards, so that running tasks can still report their end.
SERVICES = ("smtp", "api-server", "dag-processor", "triggerer", "scheduler")
WEB_PORT = 8080
SMTP_PORT = 2525
UP_SECONDS = 120
END_SECONDS = {"scheduler": 20.0}  # its running tasks get this long
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Address:
    """Where the web pages answer, and what our own commands log in as; people have logins of their own."""

    url: str
    login: str
    password: str


def silent(_: str) -> None:
    """Tells nobody."""


def up(settings: Settings, tell: Tell = silent, dags: Path = PROJECT / "dags") -> Address:
    """Starts what does not run, with the settings of this call, and returns when all of it answers.

    Services that run with other settings are restarted. Raises ServiceError or EmbeddedError with one sentence.
    """
    with _alone(settings.home):
        embedded.ensure_running(settings.home)
        register = _register(settings.home)
        web_file = settings.home / "run" / "web.port"
        before = register.read().get("api-server")
        kept = ports.remembered(web_file) if before and before.process else None
        web = kept or ports.choose(web_file, WEB_PORT)
        address = Address(f"http://{ports.HOST}:{web}", *airflow.credentials(settings))
        environment = airflow.environment(settings, web, dags)
        if metadata.prepare(settings, environment):
            tell("таблицы и логины Airflow готовы")
        started = _start_missing(settings, register, environment)
        _wait(settings, address, register, started, tell)
    return address


def down(home: Path, tell: Tell = silent) -> list[str]:
    """Stops all that `up` started, the database last; the names of what was running."""
    with _alone(home):
        register = _register(home)
        records = register.read()
        running = [name for name in SERVICES if name in records and records[name].process]
        for name in reversed(SERVICES):
            if name in records:
                if name in running:
                    tell(f"останавливается {name}")
                processes.end([records[name]], END_SECONDS.get(name, 10.0))
        register.write({})
        (home / "run" / "smtp.port").unlink(missing_ok=True)
        if embedded.stop(home):
            running.append("postgres")
    return running


def status(home: Path) -> list[dict[str, Any]]:
    """One row a service: name, is_running, pid; the database among them. Touches nothing."""
    records = _register(home).read()
    rows: list[dict[str, Any]] = [{"service": "postgres", "is_running": embedded.is_running(home), "pid": None}]
    for name in SERVICES:
        process = records[name].process if name in records else None
        rows.append({"service": name, "is_running": process is not None, "pid": process.pid if process else None})
    return rows


def web_url(home: Path) -> str | None:
    """The web address of this home when its api-server runs."""
    record = _register(home).read().get("api-server")
    port = ports.remembered(home / "run" / "web.port")
    return f"http://{ports.HOST}:{port}" if record and record.process and port else None


def _register(home: Path) -> processes.Register:
    return processes.Register(home / "run" / "services.json")


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(home / "run" / "services.lock", timeout=UP_SECONDS)
    try:
        with lock:
            yield
    except Timeout as error:
        raise ServiceError(f"Другая команда уже запускает или останавливает службы в {home}: дождитесь её.") from error


def _start_missing(settings: Settings, register: processes.Register, environment: dict[str, str]) -> list[str]:
    """Starts the services that do not run or run with other settings; the names of those started."""
    records = register.read()
    # Airflow does not get over the loss of its database: with another start of the server it is started anew too.
    marks = {name: _mark(environment, embedded.incarnation(settings.home)) for name in SERVICES}
    marks["smtp"] = _mark(environment, None)
    started = []
    for name in SERVICES:
        record = records.get(name)
        if record and record.process and record.settings == marks[name]:
            continue
        if record:
            processes.end([record], END_SECONDS.get(name, 10.0))
        if name == "smtp":
            (settings.home / "run" / "smtp.port").unlink(missing_ok=True)
        command, extra = _command(name, settings.home)
        log = settings.home / "logs" / f"{name}.log"
        records[name] = processes.start(name, command, environment | extra, log, marks[name])
        register.write(records)
        started.append(name)
    return started


def _mark(environment: dict[str, str], server: str | None) -> str:
    ours = sorted(item for item in environment.items() if item[0].startswith(("SVODKA_", "AIRFLOW")))
    return hashlib.sha256(repr((ours, server)).encode()).hexdigest()[:16]


def _command(name: str, home: Path) -> tuple[list[str], dict[str, str]]:
    """The words that start a service, and what its environment has besides."""
    if name == "smtp":
        run = home / "run"
        words = [sys.executable, "-m", "svodka.services.smtp_sink", str(home / "outbox"), str(run / "smtp.port")]
        return [*words, str(SMTP_PORT)], {"PYTHONPATH": str(PROJECT / "plugins")}
    if name == "scheduler":
        # config/ holds airflow_local_settings.py, which imports Great Expectations once for all tasks forked from here.
        return airflow.command("scheduler", "--skip-serve-logs"), {"PYTHONPATH": str(PROJECT / "config")}
    if name == "triggerer":
        return airflow.command("triggerer", "--skip-serve-logs"), {}
    return airflow.command(name), {}


def _wait(settings: Settings, address: Address, register: processes.Register, started: list[str], tell: Tell) -> None:
    """Until the web answers and each has reported itself anew. Raises ServiceError when one ends or time is up."""
    deadline = time.monotonic() + UP_SECONDS
    web_told = False
    while time.monotonic() < deadline:
        records = register.read()
        for name, record in records.items():
            if record.process is None:
                log = settings.home / "logs" / f"{name}.log"
                raise ServiceError(f"{name} завершился сразу после запуска; причина в конце файла {log}.")
        beats = rest.health(address.url)
        if beats and not web_told:
            web_told = True
            tell(f"веб-адрес отвечает: {address.url}")
        # A heartbeat from before the start is the dead predecessor's.
        alive = {name for name, beat in beats.items() if name not in started or beat > records[name].born}
        if (settings.home / "run" / "smtp.port").exists():
            alive.add("smtp")
        if alive >= set(SERVICES):
            return
        time.sleep(0.3)
    missing = ", ".join(sorted(set(SERVICES) - alive))
    raise ServiceError(f"За {UP_SECONDS} с не ответили: {missing}; причины в {settings.home / 'logs'}.")
