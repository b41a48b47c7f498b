"""The roles of logins as they are granted and withdrawn; every look at personal data is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from svodka.access.roles import Role
from svodka.errors import UsageError
from svodka.settings import Settings
from svodka.warehouse.engine import run


@dataclass(frozen=True)
class Grant:
    """The role that a login holds now; `granted_at` is aware."""

    login: str
    role: Role
    granted_by: str
    granted_at: datetime


def role_of(conn: Connection, settings: Settings, login: str) -> Role | None:
    """The role of a login; None: it has none, and may see nothing."""
    row = run(conn, "access/role_of_login.sql", municipality=settings.municipality.oktmo, login=login).first()
    return Role(row.role) if row else None


def grants(conn: Connection, settings: Settings) -> list[Grant]:
    """All logins with a role, by login."""
    rows = run(conn, "access/grant_list.sql", municipality=settings.municipality.oktmo)
    return [Grant(row.login, Role(row.role), row.granted_by, row.granted_at) for row in rows]


def grant(conn: Connection, settings: Settings, login: str, role: Role, by: str, now: datetime) -> bool:
    """Gives the login the role in place of the one it holds; False when it holds it already.

    Raises UsageError for an empty login.
    """
    login = login.strip()
    if not login:
        raise UsageError("Не указан логин: назначить роль некому.")
    town = settings.municipality.oktmo
    run(conn, "access/grant_turn.sql", municipality=town, login=login)
    if role_of(conn, settings, login) == role:
        return False
    run(conn, "access/grant_revoke.sql", municipality=town, login=login, by=by, now=now)
    run(conn, "access/grant_insert.sql", municipality=town, login=login, role=role.value, by=by, now=now)
    return True


def revoke(conn: Connection, settings: Settings, login: str, by: str, now: datetime) -> Role | None:
    """Takes the role of the login away; the role it held, None when it held none."""
    town = settings.municipality.oktmo
    row = run(conn, "access/grant_revoke.sql", municipality=town, login=login.strip(), by=by, now=now).first()
    return Role(row.role) if row else None


def write_down_view(
    conn: Connection, settings: Settings, login: str, role: Role, page: str, message_key: UUID | None, now: datetime
) -> None:
    """Journals one look at personal data (152-ФЗ, art. 19): who, as whom, on which page, at which message."""
    run(
        conn,
        "access/personal_view_insert.sql",
        municipality=settings.municipality.oktmo,
        login=login,
        role=role.value,
        page=page,
        message_key=message_key,
        now=now,
    )
