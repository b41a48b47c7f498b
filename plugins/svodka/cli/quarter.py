"""Commands of the quarter and of the whole: report, status."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, local, print_json, progress, show

CHANNEL_STATES = {"fresh": "свежие данные", "gap": "есть пропуск", "no_data": "нет данных"}
QUARTER_STATES = {
    "collecting": "данные собираются",
    "preliminary": "готова предварительная редакция",
    "signed": "утверждён, отправляется",
    "sent": "отправлен",
    "confirmed": "получение подтверждено",
}


@app.command()
def report(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    deliver: Annotated[bool, typer.Option("--deliver", help="Отправить получателям")] = False,
    as_json: Json = False,
) -> None:
    """Выпустить отчёт за квартал."""
    issued = pipeline.report(quarter, deliver)
    if as_json:
        print_json(issued)
        return
    progress.print(f"Отчёт {quarter}, редакция {issued['edition']}")
    show(issued["files"], False, ("name", "path", "sha256"), "Файлы отчёта")
    show(issued["deliveries"], False, ("recipient", "state"), "Доставка")


@app.command()
def status(as_json: Json = False) -> None:
    """Всё ли живо и в безопасности ли срок отчёта."""
    found = pipeline.status()
    if as_json:
        print_json(found)
        return
    table = Table("канал", "состояние", "последняя выгрузка", "ждут загрузки", "в карантине", title="Каналы")
    for channel in found["channels"]:
        newest, waiting, rejected_rows = channel["newest_export"] or "—", channel["waiting"], channel["rejected"]
        table.add_row(channel["title"], CHANNEL_STATES[channel["state"]], newest, str(waiting), str(rejected_rows))
    Console().print(table)
    safe = "срок соблюдён" if found["is_deadline_safe"] else "СРОК ПРОПУЩЕН"
    state = QUARTER_STATES[found["quarter_state"]]
    print(f"Отчёт за {found['quarter']}: {state}; срок {local(found['deadline'])}, {safe}.")
    print(f"Следующий срок: {local(found['next_deadline'])}.")
