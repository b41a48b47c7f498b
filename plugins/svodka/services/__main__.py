"""`python -m svodka.services …`: what `make up`, `down`, `status`, `password` and `user` call."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from svodka.errors import SvodkaError
from svodka.services import down, people, status, up
from svodka.services.supervisor import web_url
from svodka.settings import Settings, load_settings

console = Console(highlight=False)
VERBS = "python -m svodka.services up | down | status | password ЛОГИН | user ЛОГИН РОЛЬ"


def main(words: list[str]) -> int:
    """Exit code 0; 1 with one sentence on stderr; for `status` 3 when something does not run."""
    found = verbs().get(words[0]) if words else None
    if found is None or len(words) != 1 + found[1]:
        Console(stderr=True).print(VERBS)
        return 2
    try:
        return found[0](load_settings(), *words[1:])
    except SvodkaError as error:
        Console(stderr=True, highlight=False).print(str(error), markup=False, soft_wrap=True)
        return 1


def verbs() -> dict[str, tuple[Callable[..., int], int]]:
    """What each verb calls, and how many words follow it."""
    return {"up": (_up, 0), "down": (_down, 0), "status": (_status, 0), "password": (_password, 1), "user": (_user, 2)}


def _up(settings: Settings) -> int:
    console.print("Запуск базы данных и Airflow…")
    from svodka import pipeline
    from svodka.services.first_sight import switch_on_new
    from svodka.services.rest import Airflow

    pipeline.init()
    address = up(settings, lambda line: console.print(f"  {line}"))
    for dag in switch_on_new(Airflow(address.url, address.login, address.password), settings.home):
        console.print(f"  включён {dag}")
    console.print(f"Работает: {address.url}")
    people.tell_logins(settings, lambda line: console.print(line, markup=False, soft_wrap=True))
    return 0


def _password(settings: Settings, login: str) -> int:
    console.print(f"{login} / {people.new_password(settings, login)}", markup=False)
    return 0


def _user(settings: Settings, login: str, role: str) -> int:
    console.print(f"{login} / {people.new_user(settings, login, role)}", markup=False)
    return 0


def _down(settings: Settings) -> int:
    stopped = down(settings.home, lambda line: console.print(f"  {line}"))
    console.print(f"Остановлено: {', '.join(stopped)}" if stopped else "Ничего не работало.")
    return 0


def _status(settings: Settings) -> int:
    table = Table("служба", "состояние", "процесс", box=None)
    rows = status(settings.home)
    for row in rows:
        table.add_row(row["service"], "работает" if row["is_running"] else "не работает", str(row["pid"] or ""))
    console.print(table)
    if url := web_url(settings.home):
        console.print(f"веб-адрес: {url}")
    return 0 if all(row["is_running"] for row in rows) else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
