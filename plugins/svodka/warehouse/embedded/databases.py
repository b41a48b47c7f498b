"""The two databases and three roles of the embedded server: made once, with passwords only the home knows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection, encrypt_password

from svodka.warehouse.embedded.cluster import SUPERUSER, Cluster, EmbeddedError

OWNED = ("airflow", "svodka")  # a role and a database of that name each
PORT = 5432  # only part of the socket's file name; the folder is the home's own


def url(cluster: Cluster, database: str) -> str:
    """SQLAlchemy URL (psycopg2) of a database as its owner."""
    password = quote(cluster.secret(database), safe="")
    return f"postgresql+psycopg2://{database}:{password}@/{database}?host={cluster.socket}&port={PORT}"


def are_prepared(cluster: Cluster) -> bool:
    """Whether roles and databases were made in an earlier start."""
    return _mark(cluster).exists()


def prepare(cluster: Cluster) -> None:
    """Makes what is missing of roles and databases. Raises EmbeddedError when the server does not let us."""
    if are_prepared(cluster):
        return
    try:
        with closing(_superuser(cluster)) as link:
            for name in OWNED:
                _make_role(link, name, cluster.secret(name))
                _make_database(link, name)
            _make_personal_role(link)
    except psycopg2.Error as error:
        raise EmbeddedError(f"Базы данных в {cluster.home} не созданы: {str(error).strip()}") from error
    _mark(cluster).touch()


def _mark(cluster: Cluster) -> Path:
    return cluster.data / "svodka.prepared"  # inside, so that it goes where the data goes


def _superuser(cluster: Cluster) -> connection:
    link = psycopg2.connect(
        host=str(cluster.socket), port=PORT, user=SUPERUSER, password=cluster.secret("superuser"), dbname="postgres"
    )
    link.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return link


def _make_role(link: connection, name: str, password: str) -> None:
    """The password is hashed here: the server's log never sees it."""
    hashed = encrypt_password(password, name, link, "scram-sha-256")
    role = sql.Identifier(name)
    with link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,))
        verb = sql.SQL("ALTER" if cursor.rowcount else "CREATE")
        cursor.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, sql.Literal(hashed)))


def _make_database(link: connection, name: str) -> None:
    """UTF-8 with PostgreSQL's own C.UTF-8 rules: lower() and ILIKE know Cyrillic whatever the machine's locale is."""
    database = sql.Identifier(name)
    with link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
        if not cursor.rowcount:
            cursor.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                ).format(database, database)
            )
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        cursor.execute(sql.SQL("ALTER DATABASE {} SET timezone = 'UTC'").format(database))
        cursor.execute(sql.SQL("ALTER DATABASE {} SET datestyle = 'ISO, DMY'").format(database))


def _make_personal_role(link: connection) -> None:
    """The owner of personal data: not inherited, the loader must take it on for the step that writes."""
    with link.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = 'svodka_pii'")
        if not cursor.rowcount:
            cursor.execute("CREATE ROLE svodka_pii NOLOGIN")
        cursor.execute("GRANT svodka_pii TO svodka WITH INHERIT FALSE, SET TRUE")
