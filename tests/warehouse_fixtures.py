"""A real Postgres for the rings `db` and `web`: one embedded server a session, one fresh database a test."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import make_url

from svodka.settings import Settings, load_settings
from svodka.warehouse import embedded
from svodka.warehouse.embedded.cluster import SUPERUSER, Cluster
from svodka.warehouse.engine import Warehouse
from svodka.warehouse.migrations import migrate

NUMBERS = count(1)
# The fixtures, for a ring's conftest to take as they are
__all__ = ["home", "new_warehouse", "server_home", "settings", "shared_home", "template", "warehouse", "warehouse_url"]


@pytest.fixture(scope="session")
def server_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("server")
    embedded.ensure_running(home)
    for setting in ("fsync", "full_page_writes"):  # no power cut in tests, and hundreds of databases to make
        as_superuser(home, f"ALTER SYSTEM SET {setting} = off")
    as_superuser(home, "SELECT pg_reload_conf()")
    yield home
    embedded.stop(home)


def as_superuser(home: Path, statement: str) -> None:
    """Runs one statement outside a transaction (databases are made so)."""
    cluster = Cluster(home)
    link = psycopg2.connect(
        host=str(cluster.socket), port=5432, user=SUPERUSER, password=cluster.secret("superuser"), dbname="postgres"
    )
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def template(server_home: Path) -> str:
    """A migrated and seeded database of which each test gets a copy."""
    from svodka.figures import seeds

    as_superuser(server_home, "CREATE DATABASE template_warehouse OWNER svodka TEMPLATE svodka")
    warehouse = Warehouse(database_url(server_home, "template_warehouse"))
    migrate(warehouse)
    with warehouse.begin() as connection:
        seeds.load(connection)
    return "template_warehouse"


def database_url(home: Path, database: str) -> str:
    return make_url(embedded.warehouse_url(home)).set(database=database).render_as_string(hide_password=False)


@contextmanager
def fresh_databases(server_home: Path, template: str) -> Iterator[Callable[[], str]]:
    """Makes fresh databases, each by its URL; all are dropped at the end."""
    names: list[str] = []

    def make() -> str:
        names.append(f"test_{next(NUMBERS)}")
        as_superuser(server_home, f"CREATE DATABASE {names[-1]} OWNER svodka TEMPLATE {template}")
        return database_url(server_home, names[-1])

    yield make
    for name in names:
        as_superuser(server_home, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_warehouse(server_home: Path, template: str) -> Iterator[Callable[[], str]]:
    """Makes fresh databases, each by its URL; all are dropped after the test."""
    with fresh_databases(server_home, template) as make:
        yield make


@pytest.fixture(scope="module")
def shared_home(server_home: Path, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a warehouse that the tests of one module load once and then only read."""
    home = tmp_path_factory.mktemp("shared") / "home"
    with fresh_databases(server_home, template) as make, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SVODKA_HOME", str(home))
        patch.setenv("SVODKA_WAREHOUSE_URL", make())
        yield home


@pytest.fixture
def warehouse_url(new_warehouse: Callable[[], str]) -> str:
    return new_warehouse()


@pytest.fixture
def warehouse(warehouse_url: str) -> Warehouse:
    return Warehouse(warehouse_url)


@pytest.fixture
def home(tmp_path: Path, warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own with the test's warehouse: what the command line and the pipeline see."""
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SVODKA_WAREHOUSE_URL", warehouse_url)
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path) -> Settings:
    return load_settings()
