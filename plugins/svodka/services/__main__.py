"""`python -m svodka.services up|down|status`: what `make up`, `make down` and `make status` call."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from svodka.errors import SvodkaError
from svodka.services import down, status, up
from svodka.services.supervisor import web_url
from svodka.settings import Settings, load_settings

console = Console(highlight=False)


def main(words: list[str]) -> int:
    """Exit code 0; 1 with one sentence on stderr; for `status` 3 when something does not run."""
    verbs = {"up": _up, "down": _down, "status": _status}
    if len(words) != 1 or words[0] not in verbs:
        Console(stderr=True).print("python -m svodka.services up|down|status")
        return 2
    try:
        return verbs[words[0]](load_settings())
    except SvodkaError as error:
        Console(stderr=True, highlight=False).print(str(error), markup=False)
        return 1


def _up(settings: Settings) -> int:
    console.print("Запуск базы данных и Airflow…")
    from svodka import pipeline
    from svodka.services.first_sight import switch_on_new
    from svodka.services.rest import Airflow

    pipeline.init()
    address = up(settings, lambda line: console.print(f"  {line}"))
    for dag in switch_on_new(Airflow(address.url, address.login, address.password), settings.home):
        console.print(f"  включён {dag}")
    console.print(f"Работает: {address.url}  вход: {address.login} / {address.password}")
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
