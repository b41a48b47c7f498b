"""Whose answer is a signature: that of a login in a role which may sign, once any login holds such a role."""

from __future__ import annotations

from sqlalchemy import Connection

from svodka.access.grants import grants, role_of
from svodka.access.roles import TITLES, Right, holders_in_words, may
from svodka.settings import Settings


def refused(conn: Connection, settings: Settings, login: str | None) -> str | None:
    """One sentence why the login's answer is no signature; None: it is one.

    Where nobody has been granted a role that may sign, whoever Airflow lets answer signs: a report must not stand
    still because roles are not handed out yet.
    """
    if not any(may(grant.role, Right.SIGN) for grant in grants(conn, settings)):
        return None
    role = role_of(conn, settings, login) if login else None
    if role is not None and may(role, Right.SIGN):
        return None
    whose = f"роль «{TITLES[role]}»" if role else "роли в «Сводке» нет"
    who = login.partition("@")[0] if login else "без имени"
    return (
        f"Ответ не принят: его дал вход {who} ({whose}), а утверждает и отклоняет отчёт {holders_in_words(Right.SIGN)}."
    )
