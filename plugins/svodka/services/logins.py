"""The logins of the web pages: the first ones, what each may do in Airflow, passwords shown once."""

from __future__ import annotations

import json
import os
import secrets as random
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from svodka.access.roles import TITLES, Role
from svodka.settings import PROJECT
from svodka.warehouse.embedded.secrets import path as secret_path
from svodka.warehouse.embedded.secrets import secret

# What `make up` and `make run` log in as; shown to nobody, without a role of Svodka.
SERVICE = "svodka"
# The one login of SimpleAuthManager, and the file of passwords in its own form.
SIMPLE, SIMPLE_PASSWORDS = "demo", "airflow.passwords.json"
FIRST = (Role.SECRETARY, Role.HEAD, Role.ENGINEER)
PENDING = "first_passwords.json"
ROLES_FILE = PROJECT / "config" / "airflow_roles.json"
# Viewer is Airflow's own. Its Op and User would let everyone sign the report and delete DAGs.
_EVERYONE = ("Viewer", "SvodkaPages")
AIRFLOW_ROLES = dict.fromkeys(Role, _EVERYONE) | {
    Role.SECRETARY: (*_EVERYONE, "SvodkaRuns"),
    Role.HEAD: (*_EVERYONE, "SvodkaRuns", "SvodkaSignOff"),
    Role.ENGINEER: ("Admin",),
}
SERVICE_ROLES = AIRFLOW_ROLES[Role.SECRETARY]
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


@dataclass(frozen=True)
class Wish:
    """What is to become of one login, as `svodka_dags.accounts` reads it."""

    login: str
    title: str
    airflow_roles: tuple[str, ...]
    password: str
    when: Literal["missing", "first", "always", "there"]

    def as_request(self) -> dict[str, Any]:
        return asdict(self)


def wish(login: str, role: Role, password: str, when: Literal["missing", "first"]) -> Wish:
    """A person's login with what his role needs in Airflow."""
    return Wish(login, TITLES[role].capitalize(), AIRFLOW_ROLES[role], password, when)


def new_password() -> str:
    """Twelve random letters and digits in groups of four."""
    return "-".join("".join(random.choice(LETTERS) for _ in range(4)) for _ in range(3))


def service_password(home: Path) -> str:
    return secret(home, "airflow.service")


def simple_password(home: Path) -> str:
    """The password of SimpleAuthManager's one login: made once, kept where Airflow looks for it."""
    kept = secret(home, SIMPLE_PASSWORDS, lambda: json.dumps({SIMPLE: random.token_urlsafe(12)}))
    return str(json.loads(kept)[SIMPLE])


def first_wishes(home: Path) -> list[Wish]:
    """The service's login and the first users. Their passwords are kept before anything is made with them, so that
    an interrupted start goes on with the same; where people are already, nobody is made."""
    begun = pending(home)
    passwords = {role.value: begun.get(role.value) or new_password() for role in FIRST}
    _keep(home, passwords)
    service = Wish(SERVICE, "Сводка (служебный)", SERVICE_ROLES, service_password(home), "always")
    return [service, *(wish(role, role, passwords[role], "first") for role in FIRST)]


def drop_unmade(home: Path, became: dict[str, str]) -> dict[str, str]:
    """Forgets the passwords that nobody was given; the others, not yet shown."""
    left = {login: word for login, word in pending(home).items() if became.get(login) == "made"}
    _keep(home, left)
    return left


def pending(home: Path) -> dict[str, str]:
    """Login and first password of those made and not yet shown."""
    try:
        return dict(json.loads(secret_path(home, PENDING).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def forget_shown(home: Path) -> None:
    """After they were shown no file holds the first passwords."""
    secret_path(home, PENDING).unlink(missing_ok=True)


def _keep(home: Path, passwords: dict[str, str]) -> None:
    if not passwords:
        forget_shown(home)
        return
    file = secret_path(home, PENDING)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{PENDING}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(passwords, stream)
    draft.replace(file)
