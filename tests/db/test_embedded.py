"""The embedded server: awkward homes, one start at a time, the locale, the rights, and life after a kill -9."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from svodka.settings import PROJECT
from svodka.warehouse import embedded
from svodka.warehouse.embedded.cluster import Cluster, EmbeddedError


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "дом с пробелом" / ("long" * 30)
    yield place
    if (place / "pg" / "data").exists():
        embedded.stop(place)


def ask(url: str, question: str) -> object:
    with create_engine(url).begin() as connection:
        return connection.execute(text(question)).scalar()


def postmaster(home: Path) -> int:
    return int((home / "pg" / "data" / "postmaster.pid").read_text().split()[0])


def test_a_long_home_with_a_space_works_and_stops(home: Path) -> None:
    url = embedded.ensure_running(home)
    assert ask(url, "SELECT current_user || ' ' || current_database()") == "svodka svodka"
    assert ask(embedded.airflow_url(home), "SELECT current_user || ' ' || current_database()") == "airflow airflow"
    assert embedded.is_running(home)
    assert embedded.stop(home) is True
    assert not embedded.is_running(home)
    assert embedded.stop(home) is False
    assert not Cluster(home).socket.joinpath(".s.PGSQL.5432").exists()


def test_cyrillic_and_dates_do_not_depend_on_the_machine(home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from svodka.warehouse import embedded; "
        "print(embedded.ensure_running(Path(sys.argv[1])))"
    )
    bare = {"PATH": os.defpath, "LC_ALL": "C", "PYTHONPATH": str(PROJECT / "plugins"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], env=bare, capture_output=True, text=True, check=True
    )
    url = done.stdout.strip()
    assert ask(url, "SELECT lower('ЁЖ ИДЁТ')") == "ёж идёт"
    assert ask(url, "SELECT 'Дорога' ILIKE 'дорога'") is True
    assert str(ask(url, "SELECT '05.03.2026'::date")) == "2026-03-05"
    assert ask(url, "SELECT current_setting('timezone')") == "UTC"
    assert ask(url, "SELECT current_setting('max_connections')") == "200"
    assert ask(url, "SELECT current_setting('listen_addresses')") == ""


def test_secrets_are_the_owners_alone_and_wanted(home: Path) -> None:
    url = embedded.ensure_running(home)
    files = list((home / "secrets").iterdir())
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((home / "secrets").stat().st_mode) == 0o700
    assert embedded.ensure_running(home) == url
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=str(Cluster(home).socket), user="svodka", password="wrong", dbname="svodka")
    assert "SCRAM-SHA-256$" not in (home / "logs" / "postgres.log").read_text()


def test_personal_data_has_a_role_of_its_own(home: Path) -> None:
    url = embedded.ensure_running(home)
    secret = "CREATE SCHEMA pii AUTHORIZATION svodka_pii; "
    with create_engine(url).begin() as connection:
        connection.execute(text("GRANT CREATE ON DATABASE svodka TO svodka_pii"))
        connection.execute(text("SET LOCAL ROLE svodka_pii"))
        connection.execute(text(secret + "CREATE TABLE pii.applicant (name text)"))
    with pytest.raises(DBAPIError, match="permission denied"):
        ask(url, "SELECT count(*) FROM pii.applicant")


def test_many_at_once_start_one_server(home: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        urls = set(pool.map(lambda _: embedded.ensure_running(home), range(6)))
    assert len(urls) == 1
    log = (home / "logs" / "postgres.log").read_text()
    assert log.count("database system is ready to accept connections") == 1


def test_a_killed_postmaster_with_a_busy_backend_is_replaced(home: Path) -> None:
    url = embedded.ensure_running(home)
    ask(url, "CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7); SELECT 1")

    def work_on() -> None:
        with pytest.raises(DBAPIError):
            ask(url, "SELECT pg_sleep(60)")

    busy = threading.Thread(target=work_on, daemon=True)
    busy.start()
    time.sleep(0.5)
    before = embedded.incarnation(home)
    os.kill(postmaster(home), signal.SIGKILL)
    time.sleep(0.2)
    assert not embedded.is_running(home)
    assert embedded.ensure_running(home) == url
    assert ask(url, "SELECT n FROM kept") == 7
    assert embedded.incarnation(home) != before
    busy.join(10)
    assert not busy.is_alive()


def test_a_pid_file_that_names_a_stranger_is_stale(home: Path) -> None:
    url = embedded.ensure_running(home)
    os.kill(postmaster(home), signal.SIGKILL)
    file = home / "pg" / "data" / "postmaster.pid"
    lines = file.read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        assert embedded.ensure_running(home) == url
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_another_majors_data_is_refused_in_words(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    (home / "pg" / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="сделана PostgreSQL 16, нужна 18"):
        embedded.ensure_running(home)
    (home / "pg" / "data" / "PG_VERSION").write_text("18\n")


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedError, match="SVODKA_HOME"):
        embedded.ensure_running(tmp_path / "file" / "home")
