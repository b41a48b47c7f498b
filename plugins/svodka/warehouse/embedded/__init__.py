"""Life of the embedded PostgreSQL of one home: started when needed, one start at a time, stopped only by us.

The server listens on a Unix socket alone, so two homes on one machine cannot meet and no port is taken. It outlives
the process that started it; `stop` ends it. Everything it writes lies under the home, except the socket when the
home's path is too long (or has a space) for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from svodka.warehouse.embedded import databases, process
from svodka.warehouse.embedded.cluster import Cluster, EmbeddedError

__all__ = ["EmbeddedError", "airflow_url", "ensure_running", "incarnation", "is_running", "stop", "warehouse_url"]

WAIT_FOR_OTHER_START_SECONDS = 180


def ensure_running(home: Path) -> str:
    """The URL of the warehouse of this home; the server is made and started when it is not up.

    Safe to call from many processes at once and after a kill -9 of any part of the server. Raises EmbeddedError with
    one sentence when the server cannot run here.
    """
    cluster = Cluster(home)
    if not (databases.are_prepared(cluster) and process.is_ready(cluster)):
        with _one_at_a_time(cluster):
            process.start(cluster)
            databases.prepare(cluster)
    return databases.url(cluster, "svodka")


def warehouse_url(home: Path) -> str:
    """The URL of the warehouse of this home, without looking whether the server is up."""
    return databases.url(Cluster(home), "svodka")


def airflow_url(home: Path) -> str:
    """The URL of Airflow's metadata database of this home, without looking whether the server is up."""
    return databases.url(Cluster(home), "airflow")


def is_running(home: Path) -> bool:
    """Whether the server of this home takes connections."""
    return process.is_ready(Cluster(home))


def incarnation(home: Path) -> str | None:
    """What tells this start of the server of this home from any other; None when it does not run."""
    return process.incarnation(Cluster(home))


def stop(home: Path) -> bool:
    """Stops the server of this home, if it is up; open transactions are rolled back. True when there was one."""
    cluster = Cluster(home)
    if not cluster.data.exists():
        return False
    with _one_at_a_time(cluster):
        return process.stop(cluster)


@contextmanager
def _one_at_a_time(cluster: Cluster) -> Iterator[None]:
    cluster.make_folders()
    lock = FileLock(cluster.lock, timeout=WAIT_FOR_OTHER_START_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise EmbeddedError(
            f"Базу данных в {cluster.home} уже {WAIT_FOR_OTHER_START_SECONDS} с запускает или останавливает другая "
            "команда: дождитесь её или завершите её и повторите."
        ) from error
    except OSError as error:
        raise EmbeddedError(
            f"Нет доступа к {cluster.lock}: {error.strerror}. Запускайте всё под одним и тем же пользователем."
        ) from error
    try:
        yield
    finally:
        lock.release()
