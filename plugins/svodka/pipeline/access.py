"""Use-cases of access: which role a login holds, roles granted and withdrawn, a look at personal data journaled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from svodka.pipeline.opening import open_warehouse
from svodka.settings import load_settings


def role_of_login(login: str) -> str | None:
    """The role that a login of Airflow holds; None: it may see nothing of Svodka."""
    from svodka.access import grants

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return grants.role_of(conn, settings, login)


def granted_roles() -> list[dict[str, Any]]:
    """All logins with a role: login, role, title, granted_by, granted_at."""
    from svodka.access import grants
    from svodka.access.roles import TITLES

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        found = grants.grants(conn, settings)
    return [
        {
            "login": one.login,
            "role": one.role.value,
            "title": TITLES[one.role],
            "granted_by": one.granted_by,
            "granted_at": one.granted_at.isoformat(),
        }
        for one in found
    ]


def grant_role(login: str, role: str, by: str, now: datetime | None = None) -> bool:
    """Gives a login a role in place of the one it holds; False when it holds it already. Raises UsageError."""
    from svodka.access import grants
    from svodka.access.roles import Role
    from svodka.errors import UsageError

    try:
        wanted = Role(role)
    except ValueError as error:
        raise UsageError(f"Роли {role} нет; есть: {', '.join(Role)}.") from error
    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return grants.grant(conn, settings, login, wanted, by, now or datetime.now(UTC))


def revoke_role(login: str, by: str, now: datetime | None = None) -> str | None:
    """Takes a login's role away; the role it held, None when it held none."""
    from svodka.access import grants

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        return grants.revoke(conn, settings, login, by, now or datetime.now(UTC))


def write_down_view(login: str, role: str, page: str, message_key: UUID | None, now: datetime) -> None:
    """Journals one look at personal data before the page is shown."""
    from svodka.access import grants
    from svodka.access.roles import Role

    settings = load_settings()
    with open_warehouse(settings).begin() as conn:
        grants.write_down_view(conn, settings, login, Role(role), page, message_key, now)
