"""People at the door: what a start tells about logins, a new password, a new person."""

from __future__ import annotations

import re
from collections.abc import Callable

from svodka.access.roles import TITLES, Role
from svodka.errors import UsageError
from svodka.services import airflow, logins, metadata, ports
from svodka.services.errors import ServiceError
from svodka.services.supervisor import web_url
from svodka.settings import PROJECT, Settings
from svodka.warehouse import embedded

OWN_PASSWORD = "/auth/resetmypassword/form"
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")


def tell_logins(settings: Settings, tell: Callable[[str], None]) -> None:
    """How to log in. The first passwords are told once: after this no file holds them."""
    if settings.access.auth_manager == "simple":
        tell(f"Вход один, со всеми правами: {logins.SIMPLE} / {logins.simple_password(settings.home)}")
        return
    first = logins.pending(settings.home)
    if not first:
        tell("Вход: свой логин у каждого; первые пароли показаны при первом запуске. Новый: make password LOGIN=head")
        return
    tell("Вход — логин / первый пароль; больше они не будут показаны, запишите их:")
    for login, word in first.items():
        tell(f"  {login} / {word}   {TITLES[Role(login)]}")
    if url := web_url(settings.home):
        tell(f"  сменить свой: {url}{OWN_PASSWORD}")
    logins.forget_shown(settings.home)


def new_password(settings: Settings, login: str) -> str:
    """A new random password for a login that is there; it is kept nowhere. Raises UsageError when it is not."""
    word = logins.new_password()
    if _settle(settings, logins.Wish(login, "", (), word, "there")) == "unknown":
        raise UsageError(f"Логина {login} нет. Завести: make user LOGIN={login} ROLE=…")
    return word


def new_user(settings: Settings, login: str, role: str) -> str:
    """Makes a login with the role in Airflow and in Svodka; its first password, kept nowhere. Raises UsageError."""
    from svodka import pipeline

    if role not in set(Role):
        raise UsageError(f"Роли {role or '—'} нет; есть: {', '.join(Role)}.")
    word = logins.new_password()
    if _settle(settings, logins.wish(login, Role(role), word, "missing")) == "kept":
        raise UsageError(f"Логин {login} уже есть. Роль ему даёт svodka grant {login} {role}, пароль — make password.")
    pipeline.grant_role(login, role, "make user")
    return word


def _settle(settings: Settings, wish: logins.Wish) -> str:
    if settings.access.auth_manager == "simple":
        raise ServiceError('В настройках [access] auth_manager = "simple": вход один, людей заводить некому.')
    if wish.login == logins.SERVICE or not LOGIN.fullmatch(wish.login):
        raise UsageError(f"Логин «{wish.login}» не годится: латинские строчные буквы, цифры, точка, дефис; не svodka.")
    embedded.ensure_running(settings.home)
    web = ports.remembered(settings.home / "run" / "web.port") or 8080
    environment = airflow.environment(settings, web, PROJECT / "dags")
    metadata.prepare(settings, environment)
    return metadata.settle(settings, environment, [wish])[wish.login]
